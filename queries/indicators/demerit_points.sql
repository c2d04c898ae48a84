/*
code      = "Q20"
title     = "医保支付资格记分"
formula   = "本自然年记分人次；另给累计 9 分以上、12 分以上的人数"
unit      = "人次"
parts     = ["人次", "人"]
direction = "低好"
compare   = "值"
yellow    = { "累计9分以上的人数" = 0 }
red       = { "累计12分以上的人数" = 0 }
domain    = "督导"
basis     = ["法规（须核对）：医保支付资格管理，一个自然年内累计 9 分暂停 1–6 个月、12 分终止 1 年、一次 12 分终止 3 年"]
tables    = ["demerits_version"]
rows      = "ledger/demerits_year"
note      = "按人累计：有医保人员编码的按编码，没有的按姓名加所在机构。每年 1 月 1 日清零。"
*/

WITH week AS (
    SELECT CAST($as_of AS DATE) - CAST(7 * unnest(range(13)) AS INTEGER) AS "at"
),

person AS (
    SELECT
        week."at",
        coalesce(entry.psn_code, entry.psn_name || '|' || coalesce(entry.institution, '')) AS person,
        count(*) AS times,
        sum(entry.points) AS points
    FROM demerits_version AS entry
    INNER JOIN week
        ON entry.valid_from < week."at" + 1 AND coalesce(entry.valid_to >= week."at" + 1, TRUE)
    WHERE entry.found_on <= week."at" AND year(entry.found_on) = year(week."at")
    GROUP BY
        week."at",
        coalesce(entry.psn_code, entry.psn_name || '|' || coalesce(entry.institution, ''))
),

counted AS (
    SELECT
        "at",
        CAST(sum(times) AS DOUBLE) AS times,
        CAST(count(*) AS DOUBLE) AS persons,
        CAST(count(*) FILTER (WHERE points >= 9) AS DOUBLE) AS nine_persons,
        CAST(count(*) FILTER (WHERE points >= 12) AS DOUBLE) AS twelve_persons
    FROM person
    GROUP BY "at"
)

SELECT
    'all' AS dimension,
    'all' AS member,
    strftime("at", '%Y-%m-%d') AS period,
    times AS numerator,
    persons AS denominator,
    times AS value
FROM counted
UNION ALL
SELECT
    'line' AS dimension,
    '累计9分以上的人数' AS member,
    strftime("at", '%Y-%m-%d') AS period,
    nine_persons AS numerator,
    persons AS denominator,
    nine_persons AS value
FROM counted
UNION ALL
SELECT
    'line' AS dimension,
    '累计12分以上的人数' AS member,
    strftime("at", '%Y-%m-%d') AS period,
    twelve_persons AS numerator,
    persons AS denominator,
    twelve_persons AS value
FROM counted
ORDER BY dimension, member, period
