/*
title  = "药店销售月度汇总"
grain  = "一家药店、一个销售月一行；没有销售时间的归入“未注明”；金额单位元"
tables = ["medins_prod_sel_d", "cancelled_setl"]
note   = """
只计药店（机构编号不以 H 开头）；已退费结算的、无效的不计。sales 是笔数，销售减退货，没写数量的算一笔。
rx_sales 是处方药（处方药标志为 1）的笔数，rx_missing 是其中没有处方号的；insured_yuan 是医保结算的销售额：
按医保费用结算类型（2 为自费），没写的看有没有结算ID或人员编号。
"""
*/
WITH sold AS (
    SELECT
        s.fixmedins_code,
        coalesce(strftime(s.sel_retn_time, '%Y%m'), '未注明') AS ym,
        CASE WHEN s.sel_retn_cnt < 0 THEN -1 ELSE 1 END AS sale,
        CAST(coalesce(s.sel_retn_cnt, 1) AS DOUBLE) * CAST(s.finl_trns_pric AS DOUBLE) AS sale_yuan,
        coalesce(s.hi_feesetl_type <> '2', s.setl_id IS NOT NULL OR s.psn_no IS NOT NULL)
            AS insured,
        s.rx_flag IS NOT NULL AS is_told,
        coalesce(s.rx_flag = '1', FALSE) AS is_rx,
        nullif(trim(s.rxno), '') IS NULL AS is_unproved
    FROM medins_prod_sel_d AS s
    WHERE
        coalesce(s.vali_flag, '1') = '1'
        AND s.fixmedins_code NOT LIKE 'H%'
        AND NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = s.setl_id)
)

SELECT
    fixmedins_code,
    ym,
    CAST(sum(sale) AS BIGINT) AS sales,
    CAST(round(sum(sale_yuan), 2) AS DECIMAL(18, 2)) AS sale_yuan,
    CAST(round(coalesce(sum(sale_yuan) FILTER (WHERE insured), 0), 2) AS DECIMAL(18, 2))
        AS insured_yuan,
    -- Where no line says whether it is a prescription drug, none is known and not 0.
    CAST(
        CASE WHEN bool_or(is_told) THEN coalesce(sum(sale) FILTER (WHERE is_rx), 0) END AS BIGINT
    ) AS rx_sales,
    CAST(
        CASE
            WHEN bool_or(is_told) THEN coalesce(sum(sale) FILTER (WHERE is_rx AND is_unproved), 0)
        END AS BIGINT
    ) AS rx_missing
FROM sold
GROUP BY fixmedins_code, ym
ORDER BY fixmedins_code, ym
