/*
title    = "台账中的牵头责任单位"
question = "筛选框里有哪些单位可选？"
tables   = ["entry_offered"]

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
    member AS unit,
    entry_items
FROM entry_offered('unit', $as_of, $kind, $campaign)
ORDER BY member = '未写明' ASC, entry_items DESC, member ASC
