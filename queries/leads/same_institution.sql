/*
title    = "同一机构的疑点"
question = "这家机构被哪些规则命中，核查结果如何？"
tables   = ["mart_lead", "lead_state"]

[columns]
code            = "规则编号"
rule_title      = "规则"
class           = "判级"
items           = "疑点（条）"
fund_yuan       = "涉及基金（元）"
confirmed_items = "已确认（条）"
refuted_items   = "已排除（条）"
open_items      = "待核查（条）"
last_on         = "最近发生"

[params.fixmedins_code]
label = "机构编号"
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
    code,
    rule_title,
    class,
    count(*) AS items,
    sum(fund_yuan) AS fund_yuan,
    count_if(confirmed) AS confirmed_items,
    count_if(refuted) AS refuted_items,
    count_if(state = '待核查') AS open_items,
    max(event_date) AS last_on
FROM lead
WHERE coalesce(fixmedins_code, '未注明') = $fixmedins_code
GROUP BY code, rule_title, class
ORDER BY fund_yuan DESC NULLS LAST, items DESC, code ASC
