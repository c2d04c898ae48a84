/*
title  = "长护工单月度汇总"
grain  = "一项比率、一个月、一家护理机构一行：分子与分母（次），可跨月、跨机构相加；机构写名称，没有登记的写编号"
tables = ["care_visit", "ltc_medins_b"]
note   = """
一次服务（有效、已减冲销）是一张工单。异常：时长不明或为零、不足计划时长的九成、人脸核验标志为 0、服务对象确认标志为 0，有一项即算。
补录：签到、签退坐标都没有的工单；数据里没有补录标志，以此代替；全部数据里没有一个坐标的，不出这项比率。
"""
*/
WITH served AS MATERIALIZED (
    SELECT
        visit_date,
        ltc_medins_code,
        mins,
        plan_mins,
        face_chk_flag,
        psn_cfm_flag,
        in_lnt,
        out_lnt
    FROM care_visit
),

visit AS (
    SELECT
        strftime(v.visit_date, '%Y%m') AS ym,
        coalesce(org.ltc_medins_name, v.ltc_medins_code) AS fixmedins_code,
        v.mins <= 0
        OR v.mins IS NULL AND (SELECT count(s.mins) > 0 FROM served AS s)
        OR coalesce(v.mins < 0.9 * v.plan_mins, FALSE)
        OR coalesce(v.face_chk_flag = '0', FALSE)
        OR coalesce(v.psn_cfm_flag = '0', FALSE) AS is_abnormal,
        v.mins IS NOT NULL OR v.face_chk_flag IS NOT NULL OR v.psn_cfm_flag IS NOT NULL
            AS is_told,
        v.in_lnt IS NULL AND v.out_lnt IS NULL AS is_unsigned
    FROM served AS v
    LEFT JOIN ltc_medins_b AS org
        ON org.ltc_medins_code = v.ltc_medins_code AND coalesce(org.vali_flag, '1') = '1'
),

counted AS (
    SELECT
        ym,
        fixmedins_code,
        count(*) FILTER (WHERE is_abnormal) AS abnormal,
        count(*) FILTER (WHERE is_unsigned) AS unsigned,
        bool_or(is_told) AS is_told,
        count(*) AS visits
    FROM visit
    GROUP BY ym, fixmedins_code
)

SELECT
    'care_abnormal' AS measure,
    ym,
    fixmedins_code,
    CAST(abnormal AS DECIMAL(18, 4)) AS numerator,
    CAST(visits AS DECIMAL(18, 4)) AS denominator
FROM counted
-- Where nothing of the kind was loaded, the share is unknown and not 0.
WHERE (SELECT bool_or(is_told) FROM counted)
UNION ALL
SELECT
    'care_unsigned',
    ym,
    fixmedins_code,
    CAST(unsigned AS DECIMAL(18, 4)),
    CAST(visits AS DECIMAL(18, 4))
FROM counted
WHERE (SELECT sum(visits) > sum(unsigned) FROM counted)
ORDER BY measure, ym, fixmedins_code
