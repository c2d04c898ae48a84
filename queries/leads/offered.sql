/*
title    = "疑点的筛选项"
question = "筛选框里可选什么？"
tables   = ["mart_lead", "lead_state"]

[columns]
by_what = "筛选项"
member  = "值"
label   = "显示"
items   = "疑点（条）"
*/

WITH lead AS (
    SELECT
        l.*,
        coalesce(s.state, '待核查') AS state,
        coalesce(s.confirmed, false) AS confirmed,
        coalesce(s.refuted, false) AS refuted
    FROM mart_lead AS l
    LEFT JOIN lead_state AS s ON s.finding_key = l.finding_key
    WHERE l.event_date IS NULL OR l.event_date <= $as_of
)

SELECT 'code' AS by_what, code AS member, code || ' ' || rule_title AS label, count(*) AS items
FROM lead
GROUP BY code, rule_title
UNION ALL
SELECT 'fixmedins_code', fixmedins_code, coalesce(fixmedins_name, fixmedins_code), count(*)
FROM lead
WHERE fixmedins_code IS NOT NULL
GROUP BY fixmedins_code, fixmedins_name
UNION ALL
SELECT 'dept_name', dept_name, dept_name, count(*)
FROM lead
WHERE dept_name IS NOT NULL
GROUP BY dept_name
UNION ALL
SELECT 'ym', ym, ym, count(*)
FROM lead
GROUP BY ym
UNION ALL
SELECT 'stage', s.stage, s.stage, count(*)
FROM lead
CROSS JOIN LATERAL (SELECT unnest(split(lead.stage, '、')) AS stage) AS s
GROUP BY s.stage
UNION ALL
SELECT 'state', state, state, count(*)
FROM lead
GROUP BY state
ORDER BY by_what, member
