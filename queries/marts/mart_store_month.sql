/*
title  = "药店核验与代配月度汇总"
grain  = "一项比率、一个月、一家药店一行：分子与分母（笔），可跨月、跨机构相加"
tables = ["medins_prod_sel_d", "cancelled_setl"]
note   = """
一笔是一次医保结算（没有结算ID的，一条销售一笔），只计药店（机构编号不以 H 开头）；整单退费、无效的不计，退货记录不另算一笔。
有效人脸：比对分值不低于 0.80，没有分值的须有人脸标识。代配：登记了代办人，且不是参保人自己。
全部数据里没有一条人脸（代办人）记录的，不出这项比率。
"""
*/
WITH receipt AS (
    SELECT
        s.fixmedins_code,
        coalesce(s.setl_id, s.fixmedins_code || '|' || s.medins_prod_sel_no) AS receipt_no,
        strftime(min(s.sel_retn_time), '%Y%m') AS ym,
        coalesce(max(s.face_scr) >= 0.8, max(s.face_id) IS NOT NULL) AS is_faced,
        bool_or(s.face_scr IS NOT NULL OR s.face_id IS NOT NULL) AS has_face,
        bool_or(s.agnter_certno IS NOT NULL OR s.agnter_name IS NOT NULL) AS has_agent,
        bool_or(
            s.agnter_certno IS NOT NULL AND s.agnter_certno IS DISTINCT FROM s.certno
            OR s.agnter_certno IS NULL AND s.agnter_name IS NOT NULL
        ) AS is_agent
    FROM medins_prod_sel_d AS s
    WHERE
        coalesce(s.vali_flag, '1') = '1'
        AND coalesce(s.sel_retn_cnt, 1) > 0
        AND s.fixmedins_code NOT LIKE 'H%'
        AND s.sel_retn_time IS NOT NULL
        AND coalesce(s.hi_feesetl_type <> '2', s.setl_id IS NOT NULL OR s.psn_no IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = s.setl_id)
    GROUP BY
        s.fixmedins_code, coalesce(s.setl_id, s.fixmedins_code || '|' || s.medins_prod_sel_no)
),

counted AS (
    SELECT
        ym,
        fixmedins_code,
        count(*) FILTER (WHERE is_faced) AS faced,
        count(*) FILTER (WHERE is_agent) AS agents,
        bool_or(has_face) AS has_face,
        bool_or(has_agent) AS has_agent,
        count(*) AS receipts
    FROM receipt
    GROUP BY ym, fixmedins_code
)

SELECT
    'face_checked' AS measure,
    ym,
    fixmedins_code,
    CAST(faced AS DECIMAL(18, 4)) AS numerator,
    CAST(receipts AS DECIMAL(18, 4)) AS denominator
FROM counted
-- Where nothing of the kind was loaded, the share is unknown and not 0.
WHERE (SELECT bool_or(has_face) FROM counted)
UNION ALL
SELECT
    'bought_by_agent',
    ym,
    fixmedins_code,
    CAST(agents AS DECIMAL(18, 4)),
    CAST(receipts AS DECIMAL(18, 4))
FROM counted
WHERE (SELECT bool_or(has_agent) FROM counted)
ORDER BY measure, ym, fixmedins_code
