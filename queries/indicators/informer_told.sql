/*
code      = "Q22"
title     = "举报 5 工作日告知率"
formula   = "立案与否决定后 5 个工作日内告知举报人的件数 ÷ 应告知的件数"
parts     = ["件", "件"]
unit      = "%"
direction = "高好"
compare   = "值"
yellow    = 1
domain    = "督导"
basis     = ["法规（须核对）：举报处理，作出立案与否的决定后 5 个工作日内告知实名举报人", "方案：宝山2023规划实施，举报奖励"]
tables    = ["cases_version"]
rows      = "ledger/cases_informed"
note      = "案件台账中来源写明“举报”、近一年决定的；5 个工作日未到又没有告知的不计。匿名举报台账分不出，无法告知的会拉低。"
*/

WITH week AS (
    SELECT CAST($as_of AS DATE) - CAST(7 * unnest(range(13)) AS INTEGER) AS "at"
),

held AS (
    SELECT
        week."at",
        entry.*,
        coalesce(entry.unit, '未写明') AS in_unit
    FROM cases_version AS entry
    INNER JOIN week
        ON entry.valid_from < week."at" + 1 AND coalesce(entry.valid_to >= week."at" + 1, TRUE)
),

counted AS (
    SELECT
        held."at",
        held.in_unit,
        CASE
            WHEN held.informed_on <= least(limit_day.day, held."at") THEN 1 ELSE 0
        END AS part,
        1 AS whole
    FROM held
    INNER JOIN cal_day AS decided ON decided.day = held.found_on
    INNER JOIN cal_day AS limit_day
        ON limit_day.is_workday AND limit_day.workday_no = decided.workday_no + 5
    WHERE
        held.source LIKE '%举报%'
        AND held.found_on > held."at" - INTERVAL 1 YEAR
        AND (held.informed_on <= held."at" OR limit_day.day < held."at")
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
