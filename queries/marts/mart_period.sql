/*
title  = "统计期"
grain  = "截至日期在 first_on 与 last_on 之间时要显示的一个统计期一行"
tables = ["mart_month"]
note   = """
只用截至日期前已过完的月份；截至日期在数据之后的，用数据的最后一个月。period 是 202506（年初累计到该月）或 2025（本年、上年）；
ym 是取哪个月的年累计（mart_care_ytd），base_ym 是上年同月，上年没有从一月起的数据时为空；months 是累计里有数据的月数。
back 是距最近一期的期数，0 为最近。以前年度没有从一月起的数据时累计不完整，不出这些期。没有日期的数据归“未注明”，任何截至日期可用。
"""
*/
WITH latest AS (
    SELECT
        *,
        month_end_date AS first_on,
        coalesce(lead(month_end_date) OVER (ORDER BY month_no) - 1, DATE '9999-12-31') AS last_on
    FROM mart_month
),

shown AS (
    SELECT
        latest.first_on,
        latest.last_on,
        latest.month_no - month.month_no AS back,
        month.ym AS period,
        month.month_no
    FROM latest
    INNER JOIN mart_month AS month ON latest.month_no - month.month_no BETWEEN 0 AND 12
    WHERE month.in_year = latest.in_year OR latest.first_no <= month.in_year * 12
    UNION ALL
    SELECT
        latest.first_on,
        latest.last_on,
        latest.in_year - month.in_year,
        CAST(month.in_year AS VARCHAR),
        max(month.month_no)
    FROM latest
    INNER JOIN mart_month AS month
        ON latest.in_year - month.in_year BETWEEN 0 AND 1 AND month.month_no <= latest.month_no
    WHERE month.in_year = latest.in_year OR latest.first_no <= month.in_year * 12
    GROUP BY latest.first_on, latest.last_on, latest.in_year, month.in_year
)

SELECT
    shown.first_on,
    shown.last_on,
    CAST(shown.back AS INTEGER) AS back,
    shown.period,
    month.ym,
    CAST(month.month_no - greatest(month.in_year * 12, month.first_no) + 1 AS INTEGER) AS months,
    CASE
        WHEN month.first_no <= (month.in_year - 1) * 12
            THEN CAST(CAST(month.ym AS INTEGER) - 100 AS VARCHAR)
    END AS base_ym
FROM shown
INNER JOIN mart_month AS month USING (month_no)
UNION ALL
SELECT DATE '0001-01-01', DATE '9999-12-31', 0, '未注明', '未注明', NULL, NULL
ORDER BY first_on, period
