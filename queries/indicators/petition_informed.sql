/*
code      = "Q21"
title     = "信访 15 日受理告知率"
formula   = "收到之日起 15 日内告知的件数 ÷ 应告知的件数"
parts     = ["件", "件"]
unit      = "%"
direction = "高好"
compare   = "值"
yellow    = 1
domain    = "督导"
basis     = ["法规（须核对）：《信访工作条例》，收到之日起 15 日内书面告知信访人", "方案：济源2022专项治理，畅通信访举报渠道"]
tables    = ["petitions_version"]
rows      = "ledger/petitions_clock"
note      = "近一年收到的信访举报。应告知：15 日已过的，和已经告知的；15 日未到又没有告知的不计。自然日，当日不计。没有收到日期的不计。"
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
        CASE WHEN informed_on <= least(found_on + 15, "at") THEN 1 ELSE 0 END AS part,
        1 AS whole
    FROM held
    WHERE
        found_on > "at" - INTERVAL 1 YEAR
        AND (informed_on <= "at" OR found_on + 15 < "at")
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
