/*
title    = "达到预警线的人员与推送"
question = "近 12 个月达到因病致贫预警线的人，哪些还没有推送到镇街，哪些推送迟了？"
tables   = ["mart_aid_lead", "lead_state"]
note     = "规则 R90 的提示，每人每年一次；达到后一个月内推送为及时。及时推送的不列，已核查排除的不列。"

[columns]
town_name  = "镇街"
psn_no     = "人员编号"
event_date = "达到预警线"
due_on     = "最迟推送"
settled_on = "推送日期"
state      = "处置状态"
*/

SELECT
    lead.town_name,
    lead.psn_no,
    lead.event_date,
    CAST(lead.event_date + INTERVAL 1 MONTH AS DATE) AS due_on,
    CASE WHEN lead.settled_on <= $as_of THEN lead.settled_on END AS settled_on,
    coalesce(handled.state, '待核查') AS state
FROM mart_aid_lead AS lead
LEFT JOIN lead_state AS handled USING (finding_key)
WHERE
    lead.code = 'R90'
    AND lead.event_date > CAST($as_of AS DATE) - INTERVAL 12 MONTH
    AND lead.event_date <= $as_of
    AND NOT coalesce(handled.refuted, FALSE)
    AND coalesce(lead.settled_on > lead.event_date + INTERVAL 1 MONTH, TRUE)
ORDER BY settled_on NULLS FIRST, lead.event_date, lead.psn_no
