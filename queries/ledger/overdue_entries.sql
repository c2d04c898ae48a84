/*
title    = "超期的问题"
question = "截至某日，哪些问题超期、超期多久、时限推迟过几次？"
tables   = ["entry_selected"]
note     = "时限当天不算超期；立行立改没有写日期的，时限按发现之日起15个工作日。"

[columns]
entry_no         = "编号"
description      = "问题"
leader           = "责任领导"
unit             = "牵头责任单位"
due_on           = "时限"
first_due_on     = "最初时限"
days_overdue     = "超期（自然日）"
workdays_overdue = "超期（工作日）"
due_moves        = "推迟（次）"
status           = "填报状态"
category         = "问题类型"
campaign         = "专项"
due_text         = "时限原文"
measures         = "整改措施"

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
    first_due_on,
    days_overdue,
    workdays_overdue,
    due_moves,
    status,
    category,
    campaign,
    due_text,
    measures
FROM entry_selected([CAST($as_of AS DATE)], $kind, $campaign, $unit, $category, $source, $leader)
WHERE state = '超期'
ORDER BY days_overdue DESC, entry_no ASC
