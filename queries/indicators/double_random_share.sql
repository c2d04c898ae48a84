/*
code      = "Q13b"
title     = "双随机占比"
formula   = "双随机检查家次 ÷ 计划检查家次"
parts     = ["家次", "家次"]
unit      = "%"
direction = "高好"
compare   = "值"
domain    = "督导"
basis     = ["方案：长宁2019基金监管，“双随机、一公开”"]
tables    = ["inspections_version"]
rows      = "ledger/inspections_year"
note      = "检查记录中本年有计划检查时限的。不设阈值。"
*/

WITH week AS (
    SELECT CAST($as_of AS DATE) - CAST(7 * unnest(range(13)) AS INTEGER) AS "at"
),

held AS (
    SELECT
        week."at",
        entry.*,
        coalesce(entry.unit, '未写明') AS in_unit
    FROM inspections_version AS entry
    INNER JOIN week
        ON entry.valid_from < week."at" + 1 AND coalesce(entry.valid_to >= week."at" + 1, TRUE)
),

counted AS (
    SELECT
        "at",
        in_unit,
        CASE WHEN double_random THEN 1 ELSE 0 END AS part,
        1 AS whole
    FROM held
    WHERE year(due_on) = year("at")
)

SELECT
    CASE WHEN grouping(in_unit) = 0 THEN 'unit' ELSE 'all' END AS dimension,
    CASE WHEN grouping(in_unit) = 0 THEN in_unit ELSE 'all' END AS member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(sum(part) AS DOUBLE) AS numerator,
    CAST(sum(whole) AS DOUBLE) AS denominator,
    CAST(sum(part) AS DOUBLE) / CAST(sum(whole) AS DOUBLE) AS value
FROM counted
GROUP BY GROUPING SETS (("at"), ("at", in_unit))
HAVING sum(whole) > 0
ORDER BY dimension, member, period
