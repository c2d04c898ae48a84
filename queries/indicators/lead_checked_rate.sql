/*
code      = "Q14"
title     = "疑点核查率"
formula   = "有核查结论的疑点 ÷ 在列疑点"
parts     = ["条", "条"]
unit      = "%"
direction = "高好"
compare   = "值"
yellow    = 0.9
domain    = "督导"
basis     = ["方案：长宁2019基金监管、宝山2023规划实施，智能监控疑点核查", "默认：低于 90% 为黄"]
tables    = ["mart_lead", "mart_lead_day", "lead_decided"]
rows      = "leads/by_rule"
note      = "有结论：核实、排除、移送，或已立入疑点线索处置台账；需补材料、重新核查的不算。在列疑点按发生日期，以最近一次筛查的结果为准，后来消失的不计。"
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
),

-- Added up by day before the weeks are: by rule, and by institution.
listed AS NOT MATERIALIZED (
    SELECT
        'rule' AS dimension,
        rule_name AS member,
        listed_on,
        sum(leads) AS leads
    FROM mart_lead_day
    GROUP BY rule_name, listed_on
    UNION ALL
    SELECT
        'fixmedins_code',
        fixmedins_code,
        listed_on,
        sum(leads)
    FROM mart_lead_day
    GROUP BY fixmedins_code, listed_on
),

counted AS NOT MATERIALIZED (
    SELECT
        week."at",
        listed.dimension,
        listed.member,
        sum(listed.leads) AS leads,
        0 AS checked
    FROM listed
    INNER JOIN week ON listed.listed_on <= week."at"
    GROUP BY week."at", listed.dimension, listed.member
    UNION ALL
    SELECT
        judged."at",
        named.dimension,
        CASE named.dimension WHEN 'rule' THEN judged.rule_name ELSE judged.fixmedins_code END,
        0,
        1
    FROM judged
    CROSS JOIN (VALUES ('rule'), ('fixmedins_code')) AS named (dimension)
)

SELECT
    dimension,
    member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(sum(checked) AS DOUBLE) AS numerator,
    CAST(sum(leads) AS DOUBLE) AS denominator,
    CAST(sum(checked) AS DOUBLE) / CAST(sum(leads) AS DOUBLE) AS value
FROM counted
GROUP BY dimension, member, "at"
HAVING sum(leads) > 0
UNION ALL
SELECT
    'all',
    'all',
    strftime("at", '%Y-%m-%d'),
    CAST(sum(checked) AS DOUBLE),
    CAST(sum(leads) AS DOUBLE),
    CAST(sum(checked) AS DOUBLE) / CAST(sum(leads) AS DOUBLE)
FROM counted
WHERE dimension = 'rule'
GROUP BY "at"
HAVING sum(leads) > 0
ORDER BY dimension, member, period
