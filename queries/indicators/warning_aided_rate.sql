/*
code      = "F39c"
title     = "因病致贫预警帮扶率"
formula   = "已帮扶的预警 ÷ 核实需帮扶的预警"
unit      = "%"
parts     = ["条", "条"]
direction = "高好"
compare   = "值"
yellow    = 1
red       = 0.9
domain    = "基金"
basis     = ["参考做法：防范化解因病致贫返贫长效机制，街镇兜得住", "默认：低于 100%、90%"]
tables    = ["warn"]
columns   = ["warn.push_date", "warn.chk_rslt"]
rows      = "fund/warnings_by_town"
idle      = "近 12 个月没有到期应帮扶的预警"
note      = """
近 12 个月推送、核查结果为“需帮扶”的预警。核查不满 30 天、还没有帮扶的不计入分母，期限同规则 R91。
只看预警表的帮扶日期，没有回填的算没有帮扶。"""
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
        CASE WHEN warned.aid_date <= day.on_day THEN warned.warnings ELSE 0 END AS done
    FROM day
    INNER JOIN mart_warn AS warned
        ON
            warned.push_date > day.on_day - INTERVAL 12 MONTH
            AND warned.checked_on <= day.on_day
            AND warned.push_date <= day.on_day
    WHERE
        warned.aid_due
        AND (
            warned.checked_on + 30 < day.on_day
            OR coalesce(warned.aid_date <= day.on_day, FALSE)
        )
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
