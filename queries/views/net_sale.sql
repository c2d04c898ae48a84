/*
title  = "有效商品销售（已减退货）"
grain  = "一笔净数量大于零的销售一行"
tables = ["medins_prod_sel_d", "setl_d"]
date   = "sale_date"
note   = """
一次退货冲掉同商品、同人、同机构在它之前最近的销售，按数量冲；所属结算已退费或无效的不计。
insured 是医保结算的销售：按医保费用结算类型（2 为自费），没写的看有没有结算ID或人员编号。
in_store 是药店的销售（机构编号不以 H 开头）。sale_second 是秒数，只有日期没有时刻的为空。
没写数量的按一件冲退，金额为空。"""
*/
WITH returned AS (
    SELECT DISTINCT
        r.fixmedins_code,
        coalesce(r.med_list_codg, r.medins_list_codg) AS item_code,
        r.psn_no
    FROM medins_prod_sel_d AS r
    WHERE r.sel_retn_cnt < 0
),

-- Only persons who brought something back are walked through.
moved AS (
    SELECT
        s.fixmedins_code,
        coalesce(s.med_list_codg, s.medins_list_codg) AS item_code,
        s.psn_no,
        s.medins_prod_sel_no,
        s.sel_retn_time,
        coalesce(s.sel_retn_cnt, 1) AS cnt
    FROM medins_prod_sel_d AS s
    INNER JOIN returned AS r
        ON
            r.fixmedins_code = s.fixmedins_code
            AND r.item_code = coalesce(s.med_list_codg, s.medins_list_codg)
            AND r.psn_no IS NOT DISTINCT FROM s.psn_no
    WHERE
        coalesce(s.vali_flag, '1') = '1'
        -- A return inside a refunded settlement went with the sale it undid.
        AND NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = s.setl_id)
),

-- Sales and returns nest like brackets: what a later balance falls below, was brought back.
summed AS (
    SELECT
        *,
        sum(cnt) OVER (
            PARTITION BY fixmedins_code, item_code, psn_no
            ORDER BY sel_retn_time, cnt DESC, medins_prod_sel_no
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS balance
    FROM moved
),

closed AS (
    SELECT
        *,
        min(balance) OVER (
            PARTITION BY fixmedins_code, item_code, psn_no
            ORDER BY sel_retn_time, cnt DESC, medins_prod_sel_no
            ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
        ) AS least_after
    FROM summed
),

kept AS (
    SELECT
        fixmedins_code,
        medins_prod_sel_no,
        CAST(cnt - greatest(0, balance - least_after) AS DECIMAL(16, 4)) AS cnt
    FROM closed
),

sold AS (
    SELECT
        s.medins_prod_sel_no,
        s.fixmedins_code,
        s.fixmedins_code NOT LIKE 'H%' AS in_store,
        coalesce(s.med_list_codg, s.medins_list_codg) AS item_code,
        s.psn_no,
        s.certno,
        s.setl_id,
        s.bkkp_sn,
        coalesce(s.hi_feesetl_type <> '2', s.setl_id IS NOT NULL OR s.psn_no IS NOT NULL)
            AS insured,
        s.sel_retn_time AS sale_time,
        CAST(s.sel_retn_time AS DATE) AS sale_date,
        CASE
            WHEN s.sel_retn_time <> CAST(CAST(s.sel_retn_time AS DATE) AS TIMESTAMP)
                THEN CAST(epoch(s.sel_retn_time) AS BIGINT)
        END AS sale_second,
        CASE WHEN s.sel_retn_cnt IS NOT NULL THEN coalesce(k.cnt, s.sel_retn_cnt) END AS cnt,
        coalesce(k.cnt, s.sel_retn_cnt, 1) AS cnt_left,
        s.finl_trns_pric,
        s.rx_flag,
        s.rxno,
        s.trml_no,
        s.face_id,
        s.face_scr,
        s.agnter_name,
        s.agnter_certno,
        s.phar_name,
        s.sel_retn_opter_name
    FROM medins_prod_sel_d AS s
    LEFT JOIN kept AS k
        ON k.fixmedins_code = s.fixmedins_code AND k.medins_prod_sel_no = s.medins_prod_sel_no
    WHERE
        coalesce(s.vali_flag, '1') = '1'
        AND NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = s.setl_id)
)

SELECT
    medins_prod_sel_no,
    fixmedins_code,
    in_store,
    item_code,
    psn_no,
    certno,
    setl_id,
    bkkp_sn,
    insured,
    sale_time,
    sale_date,
    sale_second,
    cnt,
    finl_trns_pric,
    CAST(round(CAST(cnt AS DOUBLE) * CAST(finl_trns_pric AS DOUBLE), 2) AS DECIMAL(16, 2))
        AS sale_amt,
    rx_flag,
    rxno,
    trml_no,
    face_id,
    face_scr,
    agnter_name,
    agnter_certno,
    phar_name,
    sel_retn_opter_name
FROM sold
WHERE cnt_left > 0
