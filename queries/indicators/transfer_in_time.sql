/*
code      = "Q18"
title     = "行刑移送及时率"
formula   = "书面报告 3 日内批准、批准后 24 小时内移送的件数 ÷ 应移送的件数"
parts     = ["件", "件"]
unit      = "%"
direction = "高好"
compare   = "值"
yellow    = 1
domain    = "督导"
basis     = ["法规（须核对）：医保发〔2021〕49号，3 日内作出批准决定，24 小时内移送"]
tables    = ["transfers_version"]
rows      = "ledger/transfers_clock"
note      = "台账只有日期没有钟点，24 小时按批准当日或次日移送算。期限（报告后 4 日）未到又没有移送的不计；没有书面报告日期的不计；不批准移送的不应记入本台账。"
*/

WITH week AS (
    SELECT CAST($as_of AS DATE) - CAST(7 * unnest(range(13)) AS INTEGER) AS "at"
),

held AS (
    SELECT
        week."at",
        entry.*,
        coalesce(entry.unit, '未写明') AS in_unit
    FROM transfers_version AS entry
    INNER JOIN week
        ON entry.valid_from < week."at" + 1 AND coalesce(entry.valid_to >= week."at" + 1, TRUE)
),

counted AS (
    SELECT
        "at",
        in_unit,
        CASE
            WHEN approved_on <= found_on + 3 AND handed_on <= least(approved_on + 1, "at")
                THEN 1
            ELSE 0
        END AS part,
        1 AS whole
    FROM held
    WHERE found_on IS NOT NULL AND (handed_on <= "at" OR found_on + 4 < "at")
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
