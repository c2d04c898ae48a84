/*
title    = "台账中的专项"
question = "筛选框里有哪些专项可选？"
tables   = ["entry_selected"]

[columns]
campaign    = "专项"
entry_items = "记录（件）"

[params.kind]
label   = "台账；空为全部"
default = "rectification"
*/

SELECT
    campaign,
    count(*) AS entry_items
FROM entry_selected([CAST($as_of AS DATE)], $kind, NULL, NULL, NULL, NULL, NULL)
GROUP BY campaign
ORDER BY campaign = '未写明' ASC, entry_items DESC, campaign ASC
