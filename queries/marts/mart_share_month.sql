/*
title  = "机构月度比率"
grain  = "一项比率、一个月、一家机构一行：分子与分母"
tables = [
    "mart_procurement_month", "mart_trace_month", "mart_store_month", "mart_bill_month",
    "mart_care_month",
]
note   = "各专题的月度汇总上下相接；measure 的意思见各专题。没有机构编号的归“未注明”。"
*/
WITH listed AS (
    SELECT * FROM mart_procurement_month
    UNION ALL
    SELECT * FROM mart_trace_month
    UNION ALL
    SELECT * FROM mart_store_month
    UNION ALL
    SELECT * FROM mart_bill_month
    UNION ALL
    SELECT * FROM mart_care_month
)

SELECT
    measure,
    ym,
    CAST(left(ym, 4) AS INTEGER) * 12 + CAST(right(ym, 2) AS INTEGER) - 1 AS month_no,
    coalesce(fixmedins_code, '未注明') AS fixmedins_code,
    numerator,
    denominator
FROM listed
