/*
code      = "Q19b"
title     = "移送立案率"
formula   = "受移送机关立案的件数 ÷ 已移送件数"
parts     = ["件", "件"]
unit      = "%"
direction = "高好"
compare   = "值"
yellow    = 1
domain    = "督导"
basis     = ["法规（须核对）：医保发〔2021〕49号附件，受移送机关回执", "默认：低于 100% 为黄"]
tables    = ["transfers_version"]
rows      = "ledger/transfers_clock"
note      = "刚移送、还没有立案结果的也在分母内。"
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
        CASE WHEN accepted_case_on <= "at" THEN 1 ELSE 0 END AS part,
        1 AS whole
    FROM held
    WHERE handed_on <= "at"
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
