/*
title    = "同一参保人的其他疑点"
question = "这个人还有哪些疑点？"
tables   = ["mart_lead", "lead_state", "finding", "finding_gone"]

[columns]
finding_key    = "疑点编号"
event_date     = "发生日期"
code           = "规则编号"
rule_title     = "规则"
class          = "判级"
fixmedins_name = "机构"
fund_amount    = "涉及基金（元）"
state          = "状态"

[params.finding_key]
label = "疑点编号；同一人的其他疑点"
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

SELECT
    finding_key,
    event_date,
    code,
    rule_title,
    class,
    coalesce(fixmedins_name, fixmedins_code) AS fixmedins_name,
    fund_yuan AS fund_amount,
    state
FROM lead
WHERE
    finding_key <> $finding_key
    AND psn_no IN (
        SELECT f.psn_no FROM finding AS f WHERE f.finding_key = $finding_key
        UNION ALL
        SELECT g.psn_no FROM finding_gone AS g WHERE g.finding_key = $finding_key
    )
ORDER BY event_date DESC, code ASC, finding_key ASC
LIMIT 200
