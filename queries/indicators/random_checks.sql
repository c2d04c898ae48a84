/*
code      = "Q17b"
title     = "随机抽查次数"
formula   = "本年已实施的双随机检查家次"
unit      = "次"
parts     = ["家次", "家次"]
direction = "高好"
compare   = "值"
domain    = "督导"
basis     = ["方案：通川2025专项整治，随机抽查"]
tables    = ["inspections_version"]
rows      = "ledger/inspections_year"
note      = "分母是本年全部已实施的检查家次。不设阈值。"
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
    WHERE found_on <= "at" AND year(found_on) = year("at")
)

SELECT
    CASE WHEN grouping(in_unit) = 0 THEN 'unit' ELSE 'all' END AS dimension,
    CASE WHEN grouping(in_unit) = 0 THEN in_unit ELSE 'all' END AS member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(sum(part) AS DOUBLE) AS numerator,
    CAST(sum(whole) AS DOUBLE) AS denominator,
    CAST(sum(part) AS DOUBLE) AS value
FROM counted
GROUP BY GROUPING SETS (("at"), ("at", in_unit))
HAVING sum(whole) > 0
ORDER BY dimension, member, period
