/*
code      = "Q14b"
title     = "疑点确认率"
formula   = "核实、移送或立账的疑点 ÷ 有核查结论的疑点"
parts     = ["条", "条"]
unit      = "%"
direction = "高好"
compare   = "值"
yellow    = 0.05
domain    = "督导"
basis     = ["默认：低于 5% 时应调整规则"]
tables    = ["mart_lead", "lead_decided"]
rows      = "leads/by_rule"
note      = "低于 5% 说明规则太松，看分项里是哪条规则。结论同疑点核查率。"
*/

WITH week AS (
    SELECT CAST($as_of AS DATE) - CAST(7 * unnest(range(13)) AS INTEGER) AS "at"
),

judged AS (
    SELECT
        week."at",
        lead.code || ' ' || coalesce(lead.rule_title, lead.rule) AS rule_name,
        coalesce(lead.fixmedins_code, '未注明') AS fixmedins_code,
        made.decision <> '排除' AS is_confirmed,
        date_diff('day', CAST(lead.found_at AS DATE), CAST(made.first_checked_at AS DATE)) AS days
    FROM lead_decided AS made
    INNER JOIN week
        ON
            made.decided_at < week."at" + 1
            AND coalesce(made.until_at >= week."at" + 1, TRUE)
    INNER JOIN mart_lead AS lead ON lead.finding_key = made.finding_key
    WHERE
        made.decision IN ('核实', '排除', '移送', '立账')
        AND coalesce(lead.event_date <= week."at", TRUE)
)

SELECT
    CASE
        WHEN grouping(rule_name) = 0 THEN 'rule'
        WHEN grouping(fixmedins_code) = 0 THEN 'fixmedins_code'
        ELSE 'all'
    END AS dimension,
    CASE
        WHEN grouping(rule_name) = 0 THEN rule_name
        WHEN grouping(fixmedins_code) = 0 THEN fixmedins_code
        ELSE 'all'
    END AS member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(count(*) FILTER (WHERE is_confirmed) AS DOUBLE) AS numerator,
    CAST(count(*) AS DOUBLE) AS denominator,
    CAST(count(*) FILTER (WHERE is_confirmed) AS DOUBLE) / count(*) AS value
FROM judged
GROUP BY GROUPING SETS (("at"), ("at", rule_name), ("at", fixmedins_code))
ORDER BY dimension, member, period
