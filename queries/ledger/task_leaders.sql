/*
title    = "各责任领导的任务"
question = "每位责任领导名下有多少任务，超期、临期、长期坚持的各有多少？"
tables   = ["entry_tally"]
note     = "几位领导共同负责的，在每位名下各计一次，各行之和可能大于合计。只需长期坚持：没有完成时限的；长期坚持：连同既有时限又要长期坚持的。"

[columns]
leader               = "责任领导"
total_items          = "任务（项）"
overdue_items        = "超期（项）"
due_soon_items       = "临期（项）"
normal_items         = "正常（项）"
long_term_items      = "只需长期坚持（项）"
closed_items         = "已办结（项）"
standing_items       = "长期坚持（项）"
overdue_longest_days = "最长超期（自然日）"
next_due_on          = "最近的时限"

[params.plan]
label = "方案；空为全部"

[params.unit]
label = "牵头责任单位；空为全部"

[params.leader]
label = "责任领导；空为全部"
*/

SELECT
    member AS leader,
    total_items,
    overdue_items,
    due_soon_items,
    normal_items,
    long_term_items,
    closed_items,
    standing_items,
    overdue_longest_days,
    next_due_on
FROM entry_tally('leader', [CAST($as_of AS DATE)], 'tasks', $plan, $unit, NULL, NULL, $leader)
ORDER BY overdue_items DESC, due_soon_items DESC, total_items DESC, leader ASC
