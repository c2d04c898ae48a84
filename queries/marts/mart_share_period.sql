/*
title  = "机构月度比率的统计期"
grain  = "截至日期在 first_on 与 last_on 之间时，一项比率要显示的一个统计期一行"
tables = ["mart_share_month"]
note   = """
规则同 mart_period，月份按这项比率自己的数据：只用截至日期前已过完的月份，数据到头的用最后一个月；
以前年度没有从一月起的数据时累计不完整，不出这些期。period 是 202507（年初累计到该月），back 是距最近一期的月数。
"""
*/
WITH span AS (
    SELECT
        measure,
        min(month_no) AS first_no,
        max(month_no) AS last_no
    FROM mart_share_month
    GROUP BY measure
),

latest AS (
    SELECT
        measure,
        first_no,
        last_no,
        unnest(generate_series(first_no, last_no)) AS month_no
    FROM span
),

shown AS (
    SELECT
        *,
        unnest(generate_series(greatest(first_no, month_no - 12), month_no)) AS shown_no
    FROM latest
)

SELECT
    measure,
    last_day(make_date(month_no // 12, month_no % 12 + 1, 1)) AS first_on,
    CASE
        WHEN month_no = last_no THEN DATE '9999-12-31'
        ELSE last_day(make_date((month_no + 1) // 12, (month_no + 1) % 12 + 1, 1)) - 1
    END AS last_on,
    CAST(month_no - shown_no AS INTEGER) AS back,
    CAST(shown_no // 12 * 100 + shown_no % 12 + 1 AS VARCHAR) AS period
FROM shown
WHERE shown_no // 12 = month_no // 12 OR first_no <= shown_no // 12 * 12
ORDER BY measure, first_on, period
