/*
title    = "台账明细"
question = "符合条件的问题有哪些？"
tables   = ["entry_selected"]
note     = "状态可选已办结、超期、临期、正常、长期坚持，或“未办结”（除已办结外全部）；填报状态为空的写“未填”。"

[columns]
entry_no       = "编号"
state          = "状态"
description    = "问题"
leader         = "责任领导"
unit           = "牵头责任单位"
units          = "全部责任单位"
persons        = "责任人"
category       = "问题类型"
source         = "问题来源"
campaign       = "专项"
found_on       = "发现日期"
due_on         = "时限"
days_overdue   = "超期（自然日）"
days_left      = "剩余（自然日）"
due_moves      = "推迟（次）"
status         = "填报状态"
closed_on      = "办结日期"
involved_yuan  = "涉及金额（元）"
recovered_yuan = "追回金额（元）"
measures       = "整改措施"
contradiction  = "矛盾之处"

[params.state]
label = "状态；空为全部"

[params.status]
label = "填报状态；空为全部"

[params.moved]
label = "是否推迟过时限；空为不限"

[params.text]
label = "编号、问题或措施中的文字；空为不限"

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
    state,
    description,
    leader,
    unit,
    array_to_string(units, '、') AS units,
    array_to_string(persons, '、') AS persons,
    category,
    source,
    campaign,
    found_on,
    effective_due_on AS due_on,
    days_overdue,
    days_left,
    due_moves,
    status,
    closed_on,
    amount_involved_yuan AS involved_yuan,
    amount_recovered_yuan AS recovered_yuan,
    measures,
    contradiction
FROM entry_selected([CAST($as_of AS DATE)], $kind, $campaign, $unit, $category, $source, $leader)
WHERE
    ($state IS NULL OR state = $state OR ($state = '未办结' AND state <> '已办结'))
    AND ($status IS NULL OR coalesce(status, '未填') = $status)
    AND ($moved IS NULL OR (due_moves > 0) = $moved)
    AND ($text IS NULL OR contains(concat_ws(' ', entry_no, description, measures), $text))
ORDER BY
    list_position(['超期', '临期', '正常', '长期坚持', '已办结'], state),
    due_on ASC NULLS LAST,
    entry_no ASC
