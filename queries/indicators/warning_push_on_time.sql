/*
code      = "F39"
title     = "因病致贫预警推送及时率"
formula   = "达到预警线后一个月内推送到镇街的人次 ÷ 应推送人次"
unit      = "%"
parts     = ["人次", "人次"]
direction = "高好"
compare   = "值"
yellow    = 1
red       = 0.9
domain    = "基金"
basis     = ["参考做法：防范化解因病致贫返贫长效机制，每月推送", "默认：低于 100%、90%"]
tables    = ["warn", "setl_d"]
columns   = ["warn.psn_no", "warn.push_date"]
rows      = "fund/warnings_not_pushed"
idle      = "没有完成规则 R90（因病致贫预警）的筛查，或没有到期应推送的人"
note      = """
应推送：近 12 个月内达到预警线（规则 R90，每人每年一次）、满一个月或已推送的；未满一个月还没有推送的不计。
达到预警线前一年内推送过的算及时。已核查排除的不算。没有筛查过 R90、没有预警数据的不适用。"""
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
        lead.town_name,
        1 AS items,
        CASE
            WHEN lead.settled_on <= least(day.on_day, lead.event_date + INTERVAL 1 MONTH) THEN 1
            ELSE 0
        END AS done
    FROM day
    INNER JOIN mart_aid_lead AS lead
        ON
            lead.event_date > day.on_day - INTERVAL 12 MONTH
            AND lead.event_date <= day.on_day
            AND (
                lead.event_date + INTERVAL 1 MONTH < day.on_day
                OR coalesce(lead.settled_on <= day.on_day, FALSE)
            )
    LEFT JOIN lead_state AS handled ON handled.finding_key = lead.finding_key
    WHERE
        lead.code = 'R90'
        AND NOT coalesce(handled.refuted, FALSE)
        AND EXISTS (SELECT 1 FROM mart_rule_run WHERE code = 'R90' AND status = '完成')
        AND EXISTS (SELECT 1 FROM mart_warn)
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
