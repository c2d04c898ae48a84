/*
code      = "F37"
title     = "救助个人清算完成率"
formula   = "多付救助已退清的人数 ÷ 多付救助应清算的人数"
unit      = "%"
parts     = ["人", "人"]
direction = "高好"
compare   = "值"
yellow    = 1
domain    = "基金"
basis     = [
    "方案：长宁2022医疗救助专项治理，救助先予结算的年底按先保险后救助清算",
    "默认：年末以后低于 100% 为黄",
]
tables    = ["maf_pay_d", "setl_d"]
columns   = ["maf_pay_d.maf_pay", "maf_pay_d.psn_no"]
rows      = "fund/aid_to_be_returned"
idle      = "没有完成规则 R87（超额救助）的筛查，或以前年度没有多付救助的人"
note      = """
应清算的人：以前各年度多付了救助的人（按支付年份），当年的到年末才应清算；一人当年的几笔都办结才算清。
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

due AS (
    SELECT
        day.on_day,
        over.person,
        over.town_name,
        strftime(over.event_date, '%Y') AS pay_year,
        min(CASE WHEN over.closed_on <= day.on_day THEN 1 ELSE 0 END) AS is_clear
    FROM day
    INNER JOIN over ON last_day(make_date(year(over.event_date), 12, 1)) <= day.on_day
    WHERE EXISTS (SELECT 1 FROM mart_rule_run WHERE code = 'R87' AND status = '完成')
    GROUP BY day.on_day, over.person, over.town_name, strftime(over.event_date, '%Y')
)

SELECT
    CASE
        WHEN grouping(pay_year) = 0 THEN 'year'
        WHEN grouping(town_name) = 0 THEN 'town_name'
        ELSE 'all'
    END AS dimension,
    CASE
        WHEN grouping(pay_year) = 0 THEN pay_year || '年'
        WHEN grouping(town_name) = 0 THEN town_name
        ELSE 'all'
    END AS member,
    strftime(on_day, '%Y-%m-%d') AS period,
    CAST(sum(is_clear) AS DOUBLE) AS numerator,
    CAST(count(*) AS DOUBLE) AS denominator,
    CAST(sum(is_clear) AS DOUBLE) / count(*) AS value
FROM due
GROUP BY GROUPING SETS ((on_day), (on_day, pay_year), (on_day, town_name))
ORDER BY dimension, member, period
