/*
code      = "F39b"
title     = "因病致贫预警核查率"
formula   = "有核查结果的预警 ÷ 推送的预警"
unit      = "%"
parts     = ["条", "条"]
direction = "高好"
compare   = "值"
yellow    = 1
red       = 0.9
domain    = "基金"
basis     = ["参考做法：防范化解因病致贫返贫长效机制，每月推送、镇街核查", "默认：低于 100%、90%"]
tables    = ["warn"]
columns   = ["warn.push_date"]
rows      = "fund/warnings_by_town"
idle      = "近 12 个月没有到期应核查的预警"
note      = """
近 12 个月推送的预警。推送不满 10 个工作日（推送当日不计）、还没有核查的不计入分母，期限同规则 R91。
写了核查日期而没有结果的不算核查；结果没有写日期的按推送当日。"""
*/

WITH day AS (
    SELECT CAST($as_of AS DATE) AS on_day
    UNION
    SELECT last_day(CAST(month AS DATE))
    FROM (
        SELECT
            unnest(
                generate_series(
                    date_trunc('month', CAST($as_of AS DATE)) - INTERVAL 12 MONTH,
                    date_trunc('month', CAST($as_of AS DATE)) - INTERVAL 1 MONTH,
                    INTERVAL 1 MONTH
                )
            ) AS month
    )
),

due AS (
    SELECT
        day.on_day,
        warned.town_name,
        warned.warnings AS items,
        CASE WHEN warned.checked_on <= day.on_day THEN warned.warnings ELSE 0 END AS done
    FROM day
    INNER JOIN mart_warn AS warned
        ON
            warned.push_date > day.on_day - INTERVAL 12 MONTH
            AND warned.push_date <= day.on_day
    INNER JOIN cal_day AS pushed ON pushed.day = warned.push_date
    INNER JOIN cal_day AS today ON today.day = day.on_day
    WHERE
        today.workday_no - pushed.workday_no > 10
        OR coalesce(warned.checked_on <= day.on_day, FALSE)
)

SELECT
    CASE WHEN grouping(town_name) = 0 THEN 'town_name' ELSE 'all' END AS dimension,
    CASE WHEN grouping(town_name) = 0 THEN town_name ELSE 'all' END AS member,
    strftime(on_day, '%Y-%m-%d') AS period,
    CAST(sum(done) AS DOUBLE) AS numerator,
    CAST(sum(items) AS DOUBLE) AS denominator,
    CAST(sum(done) AS DOUBLE) / sum(items) AS value
FROM due
GROUP BY GROUPING SETS ((on_day), (on_day, town_name))
ORDER BY dimension, member, period
