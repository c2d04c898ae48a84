/*
code      = "Q08b"
title     = "回头看反弹率"
formula   = "反弹的问题 ÷ 已回查的问题"
parts     = ["件", "件"]
unit      = "%"
direction = "低好"
compare   = "值"
yellow    = 0
red       = 0.05
domain    = "督导"
basis     = ["方案：长宁2019基金监管，“回头看”", "默认：多于 0 为黄，超过 5% 为红"]
tables    = ["lookbacks_version"]
rows      = "ledger/lookbacks_due"
note      = "一个问题回查几次的算一个，有一次注明反弹即算。"
*/

WITH week AS (
    SELECT CAST($as_of AS DATE) - CAST(7 * unnest(range(13)) AS INTEGER) AS "at"
),

held AS (
    SELECT
        week."at",
        entry.*,
        coalesce(entry.unit, '未写明') AS in_unit
    FROM lookbacks_version AS entry
    INNER JOIN week
        ON entry.valid_from < week."at" + 1 AND coalesce(entry.valid_to >= week."at" + 1, TRUE)
),

counted AS (
    SELECT
        "at",
        any_value(in_unit) AS in_unit,
        CASE WHEN bool_or(coalesce(rebounded, FALSE)) THEN 1 ELSE 0 END AS part,
        1 AS whole
    FROM held
    WHERE found_on <= "at"
    GROUP BY "at", of_entry
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
