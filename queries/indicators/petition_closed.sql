/*
code      = "Q21b"
title     = "信访 60 日办结率"
formula   = "受理之日起 60 日内（延期的最多再加 30 日）办结的件数 ÷ 到期或已办结的件数"
parts     = ["件", "件"]
unit      = "%"
direction = "高好"
compare   = "值"
yellow    = 1
domain    = "督导"
basis     = ["法规（须核对）：《信访工作条例》，受理之日起 60 日内办结，经批准可延长不超过 30 日"]
tables    = ["petitions_version"]
rows      = "ledger/petitions_clock"
note      = "近一年收到的信访举报；没有受理日期的从收到日期起算。台账写的时限晚于 60 日的视为批准延期，最多 90 日。期限未到又没有办结的不计；报已办结而没有办结日期、期限已过的算没有按时。"
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
        CASE WHEN status = '已办结' AND closed_on <= least(limit_on, "at") THEN 1 ELSE 0 END AS part,
        1 AS whole
    FROM (
        SELECT
            *,
            -- A later deadline on paper is an extension, of 30 days at most.
            greatest(
                coalesce(accepted_on, found_on) + 60,
                CASE
                    WHEN due_on IS NOT NULL
                        THEN least(due_on, coalesce(accepted_on, found_on) + 90)
                END
            ) AS limit_on
        FROM held
    )
    WHERE
        found_on > "at" - INTERVAL 1 YEAR
        AND (status = '已办结' AND closed_on <= "at" OR limit_on < "at")
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
