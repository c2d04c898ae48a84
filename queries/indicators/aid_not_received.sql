/*
code      = "F35"
title     = "救助应享未享人数"
formula   = "结算满 30 天仍没有得到医疗救助的救助对象人数"
unit      = "人"
parts     = ["人", "人次"]
direction = "低好"
compare   = "值"
yellow    = { "14天以内" = 0, "14天以上" = 0 }
red       = { "14天以上" = 5 }
domain    = "基金"
basis     = [
    "方案：长宁2022、济源2022医疗救助专项治理，应享未享限时清零",
    "默认：有未清的为黄；到期 14 天以上仍未清的超过 5 人为红",
]
tables    = ["setl_d", "maf_psn_idet_d", "maf_pay_d", "maf_trt_std"]
columns   = ["setl_d.inscp_amt", "maf_psn_idet_d.psn_idet_type", "maf_trt_std.maf_dedc"]
rows      = "fund/aid_not_received"
idle      = "没有完成规则 R84（救助对象应享未享）的筛查"
note      = """
分子是人数，一人算一次；分母栏是就诊人次。账龄从应付之日（结算后第 30 天）起算，一人有两次的各算。
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
    CASE
        WHEN grouping(town_name) = 0 THEN 'town_name'
        ELSE 'all'
    END AS dimension,
    coalesce(town_name, 'all') AS member,
    strftime(on_day, '%Y-%m-%d') AS period,
    CAST(count(DISTINCT person) AS DOUBLE) AS numerator,
    CAST(count(finding_key) AS DOUBLE) AS denominator,
    CAST(count(DISTINCT person) AS DOUBLE) AS value
FROM open_at
GROUP BY GROUPING SETS ((on_day), (on_day, town_name))
HAVING grouping(town_name) = 1 OR town_name IS NOT NULL
UNION ALL
SELECT
    'age',
    kind.age,
    strftime(open_at.on_day, '%Y-%m-%d'),
    count(DISTINCT open_at.person) FILTER (WHERE open_at.age = kind.age),
    count(open_at.finding_key) FILTER (WHERE open_at.age = kind.age),
    count(DISTINCT open_at.person) FILTER (WHERE open_at.age = kind.age)
FROM open_at
CROSS JOIN (VALUES ('14天以内'), ('14天以上')) AS kind (age)
GROUP BY kind.age, open_at.on_day
ORDER BY dimension, member, period
