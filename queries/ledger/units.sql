/*
title    = "台账中的牵头责任单位"
question = "筛选框里有哪些单位可选？"
tables   = ["entry_selected"]

[columns]
unit        = "牵头责任单位"
entry_items = "记录（件）"

[params.kind]
label   = "台账；空为全部"
default = "rectification"

[params.campaign]
label = "专项；空为全部"
*/

SELECT
    unit,
    count(*) AS entry_items
FROM entry_selected([CAST($as_of AS DATE)], $kind, $campaign, NULL, NULL, NULL, NULL)
GROUP BY unit
ORDER BY unit = '未写明' ASC, entry_items DESC, unit ASC
