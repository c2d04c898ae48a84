/*
title    = "各责任领导名下的问题"
question = "截至某日，每位责任领导名下有多少超期、临期、正常和已办结？"
tables   = ["entry_tally"]
note     = "几位领导共同负责的，在每位名下各计一次，各行之和可能大于合计。"

[columns]
leader               = "责任领导"
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
    member AS leader,
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
    'leader', [CAST($as_of AS DATE)],
    $kind, $campaign, $unit, $category, $source, $leader
)
ORDER BY
    overdue_items DESC,
    overdue_longest_days DESC NULLS LAST,
    due_soon_items DESC,
    total_items DESC,
    leader ASC
