/*
title    = "填报与实际矛盾的问题"
question = "截至某日，哪些问题填报的状态与日期不符？"
tables   = ["entry_selected"]
note     = "填报状态是单位报来的，推算状态由时限、办结日期和截至日期算出。"

[columns]
entry_no      = "编号"
description   = "问题"
leader        = "责任领导"
unit          = "牵头责任单位"
contradiction = "矛盾之处"
status        = "填报状态"
state         = "推算状态"
due_on        = "时限"
closed_on     = "办结日期"
days_overdue  = "超期（自然日）"

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
    contradiction,
    status,
    state,
    effective_due_on AS due_on,
    closed_on,
    days_overdue
FROM entry_selected([CAST($as_of AS DATE)], $kind, $campaign, $unit, $category, $source, $leader)
WHERE contradiction IS NOT NULL
ORDER BY days_overdue DESC NULLS LAST, entry_no ASC
