/*
title    = "台账中的专项"
question = "筛选框里有哪些专项可选？"
tables   = ["entry_offered"]

[columns]
campaign    = "专项"
entry_items = "记录（件）"

[params.kind]
label   = "台账；空为全部"
default = "rectification"
*/

SELECT
    member AS campaign,
    entry_items
FROM entry_offered('campaign', $as_of, $kind, NULL)
ORDER BY member = '未写明' ASC, entry_items DESC, member ASC
