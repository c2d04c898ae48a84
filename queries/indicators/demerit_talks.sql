/*
code      = "Q20b"
title     = "记分约谈落实率"
formula   = "已约谈的人次 ÷ 应约谈的人次"
parts     = ["人次", "人次"]
unit      = "%"
direction = "高好"
compare   = "值"
yellow    = 1
domain    = "督导"
basis     = ["法规（须核对）：医保支付资格管理制度，记分与约谈", "默认：低于 100% 为黄"]
tables    = ["demerits_version"]
rows      = "ledger/demerits_year"
note      = "本年记分中注明“应约谈”的；填了约谈日期的算已约谈。"
*/

WITH week AS (
    SELECT CAST($as_of AS DATE) - CAST(7 * unnest(range(13)) AS INTEGER) AS "at"
),

held AS (
    SELECT
        week."at",
        entry.*,
        coalesce(entry.unit, '未写明') AS in_unit
    FROM demerits_version AS entry
    INNER JOIN week
        ON entry.valid_from < week."at" + 1 AND coalesce(entry.valid_to >= week."at" + 1, TRUE)
),

counted AS (
    SELECT
        "at",
        in_unit,
        CASE WHEN talked_on <= "at" THEN 1 ELSE 0 END AS part,
        1 AS whole
    FROM held
    WHERE talk_due AND found_on <= "at" AND year(found_on) = year("at")
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
