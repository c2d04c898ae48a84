/*
code      = "F35b"
title     = "救助应享未享金额"
formula   = "结算满 30 天仍没有支付的应救助金额"
unit      = "万元"
parts     = ["万元", "人次"]
direction = "低好"
compare   = "值"
yellow    = 0
domain    = "基金"
basis     = [
    "方案：长宁2022、济源2022医疗救助专项治理，应享未享限时清零",
    "默认：有未清的为黄",
]
tables    = ["setl_d", "maf_psn_idet_d", "maf_pay_d", "maf_trt_std"]
columns   = ["setl_d.inscp_amt", "maf_psn_idet_d.psn_idet_type", "maf_trt_std.maf_dedc"]
rows      = "fund/aid_not_received"
idle      = "没有完成规则 R84（救助对象应享未享）的筛查"
note      = """
应救助金额 =（政策范围内自付 − 起付标准）× 救助比例，没有扣年度限额；分母栏是就诊人次。
要先筛查规则 R84（疑点，须核查）；已核查排除的不算，之后补付了救助的从补付当日起不算。没有筛查过 R84 的不适用，不是零。"""
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

-- Refuted by hand is no case. A visit is open from the day its payment was due to the day it came.
unpaid AS (
    SELECT
        lead.*,
        lead.event_date + 30 AS due_on
    FROM mart_aid_lead AS lead
    LEFT JOIN lead_state AS handled ON handled.finding_key = lead.finding_key
    WHERE lead.code = 'R84' AND NOT coalesce(handled.refuted, FALSE)
),

-- Screened and nothing open is 0, not unknown.
open_at AS (
    SELECT
        day.on_day,
        unpaid.finding_key,
        coalesce(unpaid.psn_no, unpaid.finding_key) AS person,
        unpaid.town_name,
        unpaid.fund_yuan,
        CASE WHEN unpaid.due_on + 14 < day.on_day THEN '14天以上' ELSE '14天以内' END AS age
    FROM day
    LEFT JOIN unpaid
        ON
            unpaid.due_on <= day.on_day
            AND coalesce(unpaid.settled_on > day.on_day, TRUE)
    WHERE
        EXISTS (SELECT 1 FROM mart_rule_run WHERE code = 'R84' AND status = '完成')
        AND (
            day.on_day = $as_of
            OR day.on_day >= (SELECT min(event_date) + 30 FROM mart_aid_lead WHERE code = 'R84')
        )
)

SELECT
    CASE WHEN grouping(town_name) = 0 THEN 'town_name' ELSE 'all' END AS dimension,
    coalesce(town_name, 'all') AS member,
    strftime(on_day, '%Y-%m-%d') AS period,
    CAST(coalesce(sum(fund_yuan), 0) AS DOUBLE) AS numerator,
    CAST(count(finding_key) AS DOUBLE) AS denominator,
    CAST(coalesce(sum(fund_yuan), 0) AS DOUBLE) AS value
FROM open_at
GROUP BY GROUPING SETS ((on_day), (on_day, town_name))
HAVING grouping(town_name) = 1 OR town_name IS NOT NULL
ORDER BY dimension, member, period
