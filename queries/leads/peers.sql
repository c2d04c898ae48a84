/*
title    = "同一规则在同类机构中的分布"
question = "同类型、同等级的机构里，这条规则各命中多少？"
tables   = ["mart_lead"]
note     = "同类指同类型、同等级；没有命中的机构不列。"

[columns]
fixmedins_name = "机构"
items          = "疑点（条）"
fund_yuan      = "涉及基金（元）"
is_this        = "本机构"

[params.rule]
label = "规则"

[params.fixmedins_code]
label = "本机构编号"
*/

WITH this AS (
    SELECT any_value(peer_group) AS peer_group
    FROM mart_lead
    WHERE fixmedins_code = $fixmedins_code
)

SELECT
    coalesce(fixmedins_name, fixmedins_code) AS fixmedins_name,
    count(*) AS items,
    sum(fund_yuan) AS fund_yuan,
    CASE WHEN fixmedins_code = $fixmedins_code THEN '本机构' ELSE '' END AS is_this
FROM mart_lead
WHERE
    rule = $rule
    AND fixmedins_code IS NOT NULL
    AND peer_group = (SELECT peer_group FROM this)
    AND (event_date IS NULL OR event_date <= $as_of)
GROUP BY fixmedins_code, fixmedins_name
ORDER BY items DESC, fund_yuan DESC NULLS LAST, fixmedins_name ASC
LIMIT 12
