/*
title    = "各类问题"
question = "截至某日，哪一类问题整改得慢？"
tables   = ["entry_tally"]

[columns]
category             = "问题类型"
overdue_items        = "超期（件）"
due_soon_items       = "临期（件）"
normal_items         = "正常（件）"
long_term_items      = "长期坚持（件）"
closed_items         = "已办结（件）"
total_items          = "合计（件）"
closed_rate          = "办结率"
overdue_longest_days = "最长超期（自然日）"
involved_yuan        = "涉及金额（元）"
recovered_yuan       = "追回金额（元）"

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
    member AS category,
    overdue_items,
    due_soon_items,
    normal_items,
    long_term_items,
    closed_items,
    total_items,
    closed_rate,
    overdue_longest_days,
    involved_yuan,
    recovered_yuan
FROM entry_tally(
    'category', [CAST($as_of AS DATE)],
    $kind, $campaign, $unit, $category, $source, $leader
)
ORDER BY overdue_items DESC, due_soon_items DESC, total_items DESC, category ASC
