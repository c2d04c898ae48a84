/*
title    = "一条规则的疑点"
question = "这条规则现在命中哪些，核查结果如何？"
tables   = ["mart_lead", "lead_state"]

[columns]
finding_key    = "疑点编号"
fixmedins_code = "机构编号"
fund_amount    = "涉及基金（元）"
confirmed      = "确认"
refuted        = "排除"

[params.code]
label = "规则编号"
*/

SELECT
    l.finding_key,
    l.fixmedins_code,
    l.fund_yuan AS fund_amount,
    coalesce(s.confirmed, false) AS confirmed,
    coalesce(s.refuted, false) AS refuted
FROM mart_lead AS l
LEFT JOIN lead_state AS s ON s.finding_key = l.finding_key
WHERE l.code = $code
ORDER BY l.finding_key
