/*
code      = "Q26"
title     = "数据新鲜度"
formula   = "截至日 − 数据的最后日期（自然日）"
unit      = "日"
parts     = ["日", "张"]
direction = "低好"
compare   = "值"
yellow    = { all = 7 }
red       = { all = 31 }
domain    = "督导"
basis     = ["默认：超过 7 天为黄，超过 31 天为红"]
tables    = ["setl_d"]
columns   = ["setl_d.setl_time|enddate"]
rows      = "data/coverage"
note      = "全区看结算数据的最后日期；分项是各张有日期的表，只给天数不亮灯（月报、年度表本来就晚）。数据晚于截至日的记 0 天。不回算以前各周。"
*/

WITH reach AS (
    SELECT
        table_name,
        title,
        CAST(
            greatest(date_diff('day', max(date_to), CAST($as_of AS DATE)), 0) AS DOUBLE
        ) AS days
    FROM mart_coverage
    WHERE rows > 0 AND date_to IS NOT NULL
    GROUP BY table_name, title
)

SELECT
    'all' AS dimension,
    'all' AS member,
    strftime(CAST($as_of AS DATE), '%Y-%m-%d') AS period,
    days AS numerator,
    1.0 AS denominator,
    days AS value
FROM reach
WHERE table_name = 'setl_d'
UNION ALL
SELECT
    'table' AS dimension,
    title AS member,
    strftime(CAST($as_of AS DATE), '%Y-%m-%d') AS period,
    days AS numerator,
    1.0 AS denominator,
    days AS value
FROM reach
ORDER BY dimension, member
