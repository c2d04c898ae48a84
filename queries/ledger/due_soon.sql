/*
title    = "将到期的问题"
question = "截至某日，往后若干天内哪些问题到期？"
tables   = ["entry_selected"]
note     = "含当天到期的；已超期的另列。"

[columns]
entry_no    = "编号"
description = "问题"
leader      = "责任领导"
unit        = "牵头责任单位"
due_on      = "时限"
days_left   = "剩余（自然日）"
due_moves   = "推迟（次）"
state       = "状态"
status      = "填报状态"
category    = "问题类型"
campaign    = "专项"

[params.days]
label   = "往后多少天"
unit    = "天"
default = 30

[params.kind]
label   = "台账；空为全部"
default = "rectification"

[params.campaign]
label = "专项；空为全部"

[params.unit]
label = "牵头责任单位；空为全部"

[params.category]
label = "问题类型；空为全部"

[params.source]
label = "问题来源；空为全部"

[params.leader]
label = "责任领导；空为全部"
*/

SELECT
    entry_no,
    description,
    leader,
    unit,
    effective_due_on AS due_on,
    days_left,
    due_moves,
    state,
    status,
    category,
    campaign
FROM entry_selected([CAST($as_of AS DATE)], $kind, $campaign, $unit, $category, $source, $leader)
WHERE days_left <= $days
ORDER BY due_on ASC, entry_no ASC
