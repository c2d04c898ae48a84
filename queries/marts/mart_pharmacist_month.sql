/*
title  = "药师月度汇总"
grain  = "一家机构、一名药师、一个销售月一行；没有销售时间的归入“未注明”；金额单位元"
tables = ["medins_prod_sel_d", "cancelled_setl"]
note   = """
药师按执业资格证号，没有证号的按姓名；两样都没有的不计。笔数是销售减退货；已退费结算的、无效的不计。
rx_missing 是处方药（处方药标志为 1）没有处方号的笔数；agent_sales 是有代办人证件号码的笔数；persons 是当月买药的人数。
"""
*/
WITH sold AS (
    SELECT
        coalesce(s.fixmedins_code, '未注明') AS fixmedins_code,
        coalesce(s.phar_prac_cert_no, s.phar_name) AS phar_code,
        s.phar_name,
        CAST(s.sel_retn_time AS DATE) AS sale_date,
        s.psn_no,
        -- A row without a count is one sale.
        CASE WHEN s.sel_retn_cnt < 0 THEN -1 ELSE 1 END AS sale,
        CAST(coalesce(s.sel_retn_cnt, 1) AS DOUBLE) * CAST(s.finl_trns_pric AS DOUBLE) AS sale_yuan,
        coalesce(s.rx_flag = '1', FALSE) AS is_rx,
        coalesce(s.rx_flag = '1', FALSE) AND nullif(trim(s.rxno), '') IS NULL AS is_rx_missing,
        s.agnter_certno IS NOT NULL AS by_agent
    FROM medins_prod_sel_d AS s
    WHERE
        coalesce(s.vali_flag, '1') = '1'
        AND coalesce(s.phar_prac_cert_no, s.phar_name) IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = s.setl_id)
)

SELECT
    fixmedins_code,
    phar_code,
    coalesce(strftime(sale_date, '%Y%m'), '未注明') AS ym,
    min(phar_name) AS phar_name,
    CAST(sum(sale) AS BIGINT) AS sales,
    count(DISTINCT sale_date) AS days,
    count(DISTINCT psn_no) FILTER (WHERE sale > 0) AS persons,
    CAST(round(sum(sale_yuan), 2) AS DECIMAL(18, 2)) AS sale_yuan,
    CAST(coalesce(sum(sale) FILTER (WHERE is_rx), 0) AS BIGINT) AS rx_sales,
    CAST(coalesce(sum(sale) FILTER (WHERE is_rx_missing), 0) AS BIGINT) AS rx_missing,
    CAST(coalesce(sum(sale) FILTER (WHERE by_agent), 0) AS BIGINT) AS agent_sales
FROM sold
GROUP BY fixmedins_code, phar_code, coalesce(strftime(sale_date, '%Y%m'), '未注明')
ORDER BY fixmedins_code, phar_code, ym
