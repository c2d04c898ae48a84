/*
title    = "各药店（近 12 个月）"
question = "哪家药店核验少、没有处方、代配多、扫码少，哪家疑点多？"
tables   = [
    "mart_store_sale_month", "mart_store_month", "mart_trace_month", "mart_institution", "mart_lead",
]
note     = """
截至日期前已过完的 12 个月；销售是笔数，已减退货。处方号占比 = 有处方号的处方药 ÷ 处方药；人脸核验、代配只计医保购药，
口径见指标 F31、F31b；扫码率是药品明细有追溯码上传的占比，只计 2025-07-01 起。
住院购药是住院期间在药店购药，规则 R33 在列的条数，疑点是规则 R59–R66、R26、R33 在列的条数，都到截至日期。点一行看机构画像。"""

[columns]
fixmedins_code = "机构编号"
fixmedins_name = "药店"
sales          = "销售（笔）"
sale_yuan      = "销售额（元）"
insured_rate   = "医保占比"
rx_rate        = "处方号占比"
face_rate      = "人脸核验率"
agent_rate     = "代配占比"
scan_rate      = "扫码率"
in_hospital    = "住院购药（条）"
leads          = "疑点（条）"
*/

WITH sold AS (
    SELECT
        fixmedins_code,
        sum(sales) AS sales,
        sum(sale_yuan) AS sale_yuan,
        sum(insured_yuan) AS insured_yuan,
        sum(rx_sales) AS rx_sales,
        sum(rx_missing) AS rx_missing
    FROM mart_store_sale_month
    WHERE
        ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
        AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
    GROUP BY fixmedins_code
),

measured AS (
    SELECT
        fixmedins_code,
        CAST(sum(numerator) FILTER (WHERE measure = 'face_checked') AS DOUBLE)
        / sum(denominator) FILTER (WHERE measure = 'face_checked') AS face_rate,
        CAST(sum(numerator) FILTER (WHERE measure = 'bought_by_agent') AS DOUBLE)
        / sum(denominator) FILTER (WHERE measure = 'bought_by_agent') AS agent_rate,
        CAST(sum(numerator) FILTER (WHERE measure = 'trace_upload') AS DOUBLE)
        / sum(denominator) FILTER (WHERE measure = 'trace_upload') AS scan_rate
    FROM (
        SELECT * FROM mart_store_month
        UNION ALL
        SELECT * FROM mart_trace_month
    )
    WHERE
        ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
        AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
    GROUP BY fixmedins_code
),

led AS (
    SELECT
        fixmedins_code,
        count(*) FILTER (WHERE code = 'R33') AS in_hospital,
        count(*) AS leads
    FROM mart_lead
    WHERE
        code IN ('R59', 'R59b', 'R60', 'R62', 'R63', 'R64', 'R65', 'R66', 'R26', 'R33')
        AND (event_date IS NULL OR event_date <= $as_of)
    GROUP BY fixmedins_code
)

SELECT
    i.fixmedins_code,
    i.fixmedins_name,
    CAST(s.sales AS BIGINT) AS sales,
    s.sale_yuan,
    CAST(s.insured_yuan AS DOUBLE) / nullif(CAST(s.sale_yuan AS DOUBLE), 0) AS insured_rate,
    CAST(s.rx_sales - s.rx_missing AS DOUBLE) / nullif(CAST(s.rx_sales AS DOUBLE), 0) AS rx_rate,
    m.face_rate,
    m.agent_rate,
    m.scan_rate,
    coalesce(l.in_hospital, 0) AS in_hospital,
    coalesce(l.leads, 0) AS leads
FROM mart_institution AS i
LEFT JOIN sold AS s ON s.fixmedins_code = i.fixmedins_code
LEFT JOIN measured AS m ON m.fixmedins_code = i.fixmedins_code
LEFT JOIN led AS l ON l.fixmedins_code = i.fixmedins_code
WHERE i.inst_type = '药店' OR s.fixmedins_code IS NOT NULL
ORDER BY leads DESC, s.sale_yuan DESC NULLS LAST, i.fixmedins_name ASC
