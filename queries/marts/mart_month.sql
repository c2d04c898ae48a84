/*
title  = "数据月份"
grain  = "结算或出院数据的第一个月到最后一个月，一个月一行（中间没有数据的月份也有）"
tables = ["mart_setl_month", "mart_stay_month"]
note   = "month_no 是连续的月序（年 × 12 + 月 − 1）；first_no 是数据第一个月的月序。"
*/
WITH span AS (
    SELECT
        min(CAST(left(ym, 4) AS INTEGER) * 12 + CAST(right(ym, 2) AS INTEGER) - 1) AS first_no,
        max(CAST(left(ym, 4) AS INTEGER) * 12 + CAST(right(ym, 2) AS INTEGER) - 1) AS last_no
    FROM (
        SELECT ym FROM mart_setl_month
        UNION
        SELECT ym FROM mart_stay_month
    )
    WHERE ym <> '未注明'
)

SELECT
    month_no,
    month_no // 12 AS in_year,
    CAST(month_no // 12 * 100 + month_no % 12 + 1 AS VARCHAR) AS ym,
    last_day(make_date(month_no // 12, month_no % 12 + 1, 1)) AS month_end_date,
    first_no
FROM (
    SELECT
        unnest(generate_series(first_no, last_no)) AS month_no,
        first_no
    FROM span
)
