/*
title    = "应享未享医疗救助的人员"
question = "哪些救助对象结算满 30 天还没有得到医疗救助，应救助多少？"
tables   = ["mart_aid_lead", "mart_institution", "lead_state"]
note     = "规则 R84 的疑点，须核查认定；已核查排除的、截至日期前已补付救助的不列。逾期从结算后第 30 天起算。"

[columns]
town_name      = "镇街"
psn_no         = "人员编号"
fixmedins_name = "机构"
event_date     = "结算日期"
due_on         = "应付日期"
days_late_days = "逾期（天）"
fund_yuan      = "应救助（元）"
state          = "处置状态"
*/

SELECT
    lead.town_name,
    lead.psn_no,
    coalesce(institution.fixmedins_name, lead.fixmedins_code) AS fixmedins_name,
    lead.event_date,
    lead.event_date + 30 AS due_on,
    date_diff('day', lead.event_date + 30, CAST($as_of AS DATE)) AS days_late_days,
    lead.fund_yuan,
    coalesce(handled.state, '待核查') AS state
FROM mart_aid_lead AS lead
LEFT JOIN mart_institution AS institution USING (fixmedins_code)
LEFT JOIN lead_state AS handled USING (finding_key)
WHERE
    lead.code = 'R84'
    AND lead.event_date + 30 <= $as_of
    AND coalesce(lead.settled_on > $as_of, TRUE)
    AND NOT coalesce(handled.refuted, FALSE)
ORDER BY days_late_days DESC, lead.town_name, lead.psn_no
