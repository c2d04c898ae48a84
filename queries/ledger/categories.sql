/*
title    = "台账中的问题类型"
question = "筛选框里有哪些问题类型可选？"
tables   = ["entry_offered"]

[columns]
category    = "问题类型"
entry_items = "记录（件）"

[params.kind]
label   = "台账；空为全部"
default = "rectification"

[params.campaign]
label = "专项；空为全部"
*/

SELECT
    member AS category,
    entry_items
FROM entry_offered('category', $as_of, $kind, $campaign)
ORDER BY member = '未写明' ASC, entry_items DESC, member ASC
