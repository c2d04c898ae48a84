/*
title    = "证据里出现的疑点"
question = "哪些疑点的证据里出现这名医师、药师或护理员，核查结果如何？"
tables   = ["mart_staff_lead", "mart_lead", "lead_state"]
note     = "在证据里出现不等于可疑的是这个人，更不等于违规，须核查认定。最多列 500 条，涉及基金多的在前。"

[columns]
finding_key    = "疑点编号"
event_date     = "发生日期"
code           = "规则编号"
rule_title     = "规则"
class          = "判级"
psn_no         = "人员编号"
evidence_rows  = "证据中的行数"
total_amount   = "涉及总额（元）"
fund_amount    = "涉及基金（元）"
state          = "状态"

[params.kind]
label = "类别：physician、pharmacist、caregiver"

[params.member]
label = "机构编号|人员代码"
*/

SELECT
    l.finding_key,
    l.event_date,
    l.code,
    l.rule_title,
    l.class,
    l.psn_no,
    m.evidence_rows,
    l.total_yuan AS total_amount,
    l.fund_yuan AS fund_amount,
    coalesce(s.state, '待核查') AS state
FROM mart_staff_lead AS m
INNER JOIN mart_lead AS l ON l.finding_key = m.finding_key
LEFT JOIN lead_state AS s ON s.finding_key = l.finding_key
WHERE
    m.kind = $kind
    AND m.member = $member
    AND (l.event_date IS NULL OR l.event_date <= $as_of)
ORDER BY l.fund_yuan DESC NULLS LAST, l.event_date DESC, l.finding_key ASC
LIMIT 500
