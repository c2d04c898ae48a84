/*
code      = "F37b"
title     = "救助应退未退金额"
formula   = "多付而没有退还的医疗救助金额"
unit      = "万元"
parts     = ["万元", "人"]
direction = "低好"
compare   = "值"
yellow    = { "以前年度" = 0 }
domain    = "基金"
basis     = [
    "方案：长宁2022医疗救助专项治理，救助先予结算的年底按先保险后救助清算",
    "默认：以前年度有应退未退的为黄；当年的到年末才应清算，不亮灯",
]
tables    = ["maf_pay_d", "setl_d"]
columns   = ["maf_pay_d.maf_pay", "maf_pay_d.psn_no"]
rows      = "fund/aid_to_be_returned"
idle      = "没有完成规则 R87（超额救助）的筛查"
note      = """
分子是金额，分母栏是人数。按支付年份分当年、以前年度。
多付的按规则 R87 重算（疑点，须核查），已核查排除的不算；退还没有数据表，看疑点转入的台账是否办结。没有筛查过 R87 的不适用，不是零。"""
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

-- The entry made of a lead is closed when the money has come back.
over AS (
    SELECT
        lead.finding_key,
        coalesce(lead.psn_no, lead.finding_key) AS person,
        lead.town_name,
        lead.event_date,
        lead.fund_yuan,
        (
            SELECT min(entry.from_on)
            FROM entry_span_visible AS entry
            WHERE entry.entry_no = handled.entry_no AND entry.state = '已办结'
        ) AS closed_on
    FROM mart_aid_lead AS lead
    LEFT JOIN lead_state AS handled ON handled.finding_key = lead.finding_key
    WHERE lead.code = 'R87' AND NOT coalesce(handled.refuted, FALSE)
),

-- Screened and nothing to be returned is 0, not unknown.
open_at AS (
    SELECT
        day.on_day,
        over.finding_key,
        over.person,
        over.town_name,
        over.fund_yuan,
        CASE
            WHEN year(over.event_date) = year(day.on_day) THEN '当年' ELSE '以前年度'
        END AS age
    FROM day
    LEFT JOIN over
        ON
            over.event_date <= day.on_day
            AND coalesce(over.closed_on > day.on_day, TRUE)
    WHERE
        EXISTS (SELECT 1 FROM mart_rule_run WHERE code = 'R87' AND status = '完成')
        AND (
            day.on_day = $as_of
            OR day.on_day >= (SELECT min(event_date) FROM mart_aid_lead WHERE code = 'R87')
        )
)

SELECT
    CASE WHEN grouping(town_name) = 0 THEN 'town_name' ELSE 'all' END AS dimension,
    coalesce(town_name, 'all') AS member,
    strftime(on_day, '%Y-%m-%d') AS period,
    CAST(coalesce(sum(fund_yuan), 0) AS DOUBLE) AS numerator,
    CAST(count(DISTINCT person) AS DOUBLE) AS denominator,
    CAST(coalesce(sum(fund_yuan), 0) AS DOUBLE) AS value
FROM open_at
GROUP BY GROUPING SETS ((on_day), (on_day, town_name))
HAVING grouping(town_name) = 1 OR town_name IS NOT NULL
UNION ALL
SELECT
    'age',
    kind.age,
    strftime(open_at.on_day, '%Y-%m-%d'),
    CAST(coalesce(sum(open_at.fund_yuan) FILTER (WHERE open_at.age = kind.age), 0) AS DOUBLE),
    count(DISTINCT open_at.person) FILTER (WHERE open_at.age = kind.age),
    CAST(coalesce(sum(open_at.fund_yuan) FILTER (WHERE open_at.age = kind.age), 0) AS DOUBLE)
FROM open_at
CROSS JOIN (VALUES ('当年'), ('以前年度')) AS kind (age)
GROUP BY kind.age, open_at.on_day
ORDER BY dimension, member, period
