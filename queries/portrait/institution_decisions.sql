/*
title    = "对这家机构疑点的处置"
question = "这家机构的疑点由谁、何时、为什么这样处置？"
tables   = ["lead_decision", "mart_rule"]
note     = "一次处置多条的合为一行；每条疑点只看最后一次处置，历次都列在这里。"

[columns]
decided_at = "时间"
decision   = "处置"
code       = "规则编号"
rule_title = "规则"
items      = "疑点（条）"
fund_yuan  = "涉及基金（元）"
reason     = "理由"
handed_to  = "移送至"
decided_by = "处置人"

[params.fixmedins_code]
label = "机构编号"
*/

WITH titled AS (
    SELECT
        code,
        min(title) AS rule_title
    FROM mart_rule
    GROUP BY code
)

SELECT
    d.decided_at,
    d.decision,
    d.code,
    t.rule_title,
    count(*) AS items,
    sum(d.fund_yuan) AS fund_yuan,
    d.reason,
    d.handed_to,
    d.decided_by
FROM lead_decision AS d
LEFT JOIN titled AS t ON t.code = d.code
WHERE d.fixmedins_code = $fixmedins_code AND CAST(d.decided_at AS DATE) <= $as_of
GROUP BY
    d.decided_at, d.decision, d.code, t.rule_title, d.reason, d.handed_to, d.decided_by
ORDER BY d.decided_at DESC, d.code ASC
