/*
title    = "这一组的疑点"
question = "这一组关系由哪些疑点而来，核查到哪一步？"
tables   = ["mart_network_finding", "mart_lead", "lead_state"]
note     = "疑点不等于违规，须核查认定。"

[columns]
finding_key  = "疑点编号"
event_date   = "发生日期"
code         = "规则编号"
rule_title   = "规则"
psn_no       = "人员编号"
total_amount = "涉及总额（元）"
fund_amount  = "涉及基金（元）"
state        = "状态"

[params.group_key]
label = "组号"
*/

SELECT
    l.finding_key,
    l.event_date,
    l.code,
    l.rule_title,
    l.psn_no,
    l.total_yuan AS total_amount,
    l.fund_yuan AS fund_amount,
    coalesce(s.state, '待核查') AS state
FROM mart_network_finding AS f
INNER JOIN mart_lead AS l ON l.finding_key = f.finding_key
LEFT JOIN lead_state AS s ON s.finding_key = l.finding_key
WHERE f.group_key = $group_key AND (l.event_date IS NULL OR l.event_date <= $as_of)
ORDER BY l.event_date DESC, l.finding_key ASC
LIMIT 500
