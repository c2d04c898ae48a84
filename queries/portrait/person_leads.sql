/*
title    = "参保人的疑点"
question = "这名参保人有哪些疑点，核查到哪一步？"
tables   = ["lead_state", "mart_lead", "mart_person", "mart_person_lead"]
note     = "疑点说的是终端、代办人、机构等而证据里有这名参保人的，也列出。疑点不等于违规，须核查认定。"

[columns]
finding_key    = "疑点编号"
event_date     = "发生日期"
code           = "规则编号"
rule_title     = "规则"
class          = "判级"
about          = "说的是"
fixmedins_name = "机构"
total_amount   = "涉及总额（元）"
fund_amount    = "涉及基金（元）"
state          = "状态"

[params.psn_no]
label = "完整人员编号；空则按代号"

[params.person_key]
label = "人员代号；空则按人员编号"
*/

WITH asked AS (
    SELECT psn_no
    FROM mart_person
    WHERE psn_no = $psn_no OR person_key = $person_key
)

SELECT
    l.finding_key,
    l.event_date,
    l.code,
    l.rule_title,
    l.class,
    CASE WHEN m.is_subject THEN '本人' ELSE '证据里有本人' END AS about,
    coalesce(l.fixmedins_name, l.fixmedins_code) AS fixmedins_name,
    l.total_yuan AS total_amount,
    l.fund_yuan AS fund_amount,
    coalesce(s.state, '待核查') AS state
FROM mart_person_lead AS m
INNER JOIN mart_lead AS l ON l.finding_key = m.finding_key
LEFT JOIN lead_state AS s ON s.finding_key = l.finding_key
WHERE
    m.psn_no = (SELECT asked.psn_no FROM asked)
    AND (l.event_date IS NULL OR l.event_date <= $as_of)
ORDER BY m.is_subject DESC, l.event_date DESC, l.finding_key ASC
LIMIT 500
