/*
title    = "哪个单位有超期和将到期的问题"
question = "截至某日，哪个单位牵头的问题超期、推迟、30日内到期最多？"
tables   = ["entry_tally"]
note     = "按牵头责任单位，每个问题只计一次；只列有超期或30日内到期问题的单位。"

[columns]
unit                     = "牵头责任单位"
overdue_items            = "超期（件）"
overdue_longest_days     = "最久（自然日）"
overdue_longest_workdays = "最久（工作日）"
moved_items              = "推迟过（件）"
due_7_items              = "7日内到期（件）"
due_30_items             = "30日内到期（件）"
open_items               = "在办（件）"

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
    member AS unit,
    overdue_items,
    overdue_longest_days,
    overdue_longest_workdays,
    moved_items,
    due_7_items,
    due_30_items,
    open_items
FROM entry_tally(
    'unit', [CAST($as_of AS DATE)],
    $kind, $campaign, $unit, $category, $source, $leader
)
WHERE overdue_items > 0 OR due_30_items > 0
ORDER BY overdue_items DESC, overdue_longest_days DESC NULLS LAST, due_7_items DESC, unit ASC
