/*
code      = "Q21c"
title     = "重复信访率"
formula   = "写明原信访编号的件数 ÷ 收到的件数"
parts     = ["件", "件"]
unit      = "%"
direction = "低好"
compare   = "值"
domain    = "督导"
basis     = ["方案：济源2022专项治理，畅通信访举报渠道"]
tables    = ["petitions_version"]
rows      = "ledger/petitions_clock"
note      = "近一年收到的信访举报；重复信访看“重复信访的原编号”一栏，没有填的不算重复。不设阈值。"
*/

WITH week AS (
    SELECT CAST($as_of AS DATE) - CAST(7 * unnest(range(13)) AS INTEGER) AS "at"
),

held AS (
    SELECT
        week."at",
        entry.*,
        coalesce(entry.unit, '未写明') AS in_unit
    FROM petitions_version AS entry
    INNER JOIN week
        ON entry.valid_from < week."at" + 1 AND coalesce(entry.valid_to >= week."at" + 1, TRUE)
),

counted AS (
    SELECT
        "at",
        in_unit,
        CASE WHEN repeat_of IS NOT NULL THEN 1 ELSE 0 END AS part,
        1 AS whole
    FROM held
    WHERE found_on > "at" - INTERVAL 1 YEAR AND found_on <= "at"
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
