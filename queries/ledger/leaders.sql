/*
title    = "台账中的责任领导"
question = "筛选框里有哪些责任领导可选？"
tables   = ["entry_offered"]

[columns]
leader      = "责任领导"
entry_items = "记录（件）"

[params.kind]
label   = "台账；空为全部"
default = "rectification"

[params.campaign]
label = "专项；空为全部"
*/

SELECT
    member AS leader,
    entry_items
FROM entry_offered('leader', $as_of, $kind, $campaign)
ORDER BY member = '未写明' ASC, entry_items DESC, member ASC
