/*
code      = "Q28"
title     = "谈心谈话、警示教育覆盖率"
formula   = "已谈（已受教育）人数 ÷ 应谈（应受教育）人数"
parts     = ["人次", "人次"]
unit      = "%"
direction = "高好"
compare   = "值"
yellow    = 1
domain    = "督导"
basis     = ["方案：通川2025专项整治（五），谈心谈话、警示教育", "默认：低于 100% 为黄"]
tables    = ["trainings_version"]
rows      = "ledger/trainings_year"
note      = "本年培训教育台账中类别或内容写明警示教育、谈心谈话的；各场相加，实到多于应到的按应到计。没有填应到人数的不计。"
*/

WITH week AS (
    SELECT CAST($as_of AS DATE) - CAST(7 * unnest(range(13)) AS INTEGER) AS "at"
),

held AS (
    SELECT
        week."at",
        entry.*,
        coalesce(entry.unit, '未写明') AS in_unit
    FROM trainings_version AS entry
    INNER JOIN week
        ON entry.valid_from < week."at" + 1 AND coalesce(entry.valid_to >= week."at" + 1, TRUE)
),

counted AS (
    SELECT
        "at",
        in_unit,
        least(persons_trained, persons_due) AS part,
        persons_due AS whole
    FROM held
    WHERE
        found_on <= "at"
        AND year(found_on) = year("at")
        AND persons_due > 0
        AND persons_trained IS NOT NULL
        AND coalesce(category, '') || description SIMILAR TO '.*(警示|谈心|谈话).*'
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
