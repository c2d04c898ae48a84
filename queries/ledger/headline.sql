/*
title    = "整改总体情况"
question = "截至某日，整改完成多少、超期多少、与上次相比如何？"
tables   = ["entry_tally"]
note     = "上次的数字按比较的那一天当时已知的情况计算；推迟过时限的只数在办的。几位领导共同负责的问题只计一次。"

[columns]
as_of                       = "截至日期"
since                       = "上次日期"
total_items                 = "问题总数（件）"
closed_items                = "已办结（件）"
closed_rate                 = "办结率"
overdue_items               = "超期（件）"
overdue_longest_days        = "最长超期（自然日）"
due_7_items                 = "7日内到期（件）"
due_30_items                = "30日内到期（件）"
moved_items                 = "在办中推迟过时限（件）"
contradiction_items         = "填报与实际矛盾（件）"
involved_yuan               = "涉及金额（元）"
recovered_yuan              = "追回金额（元）"
total_items_before          = "上次问题总数（件）"
closed_items_before         = "上次已办结（件）"
closed_rate_before          = "上次办结率"
overdue_items_before        = "上次超期（件）"
overdue_longest_days_before = "上次最长超期（自然日）"
due_7_items_before          = "上次7日内到期（件）"
due_30_items_before         = "上次30日内到期（件）"
moved_items_before          = "上次在办中推迟过时限（件）"
contradiction_items_before  = "上次填报与实际矛盾（件）"
involved_yuan_before        = "上次涉及金额（元）"
recovered_yuan_before       = "上次追回金额（元）"
oldest_entry_no             = "超期最久的编号"

[params.since]
label = "与哪一天相比；空为一周前"

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

WITH day AS (
    SELECT
        CAST($as_of AS DATE) AS as_of,
        coalesce(CAST($since AS DATE), CAST($as_of AS DATE) - 7) AS since
),

tally AS MATERIALIZED (
    FROM entry_tally(
        'all', (SELECT [since, as_of] FROM day),
        $kind, $campaign, $unit, $category, $source, $leader
    )
)

SELECT
    day.as_of,
    day.since,
    coalesce(latest.total_items, 0) AS total_items,
    coalesce(latest.closed_items, 0) AS closed_items,
    latest.closed_rate AS closed_rate,
    coalesce(latest.overdue_items, 0) AS overdue_items,
    latest.overdue_longest_days AS overdue_longest_days,
    coalesce(latest.due_7_items, 0) AS due_7_items,
    coalesce(latest.due_30_items, 0) AS due_30_items,
    coalesce(latest.moved_items, 0) AS moved_items,
    coalesce(latest.contradiction_items, 0) AS contradiction_items,
    latest.involved_yuan AS involved_yuan,
    latest.recovered_yuan AS recovered_yuan,
    coalesce(past.total_items, 0) AS total_items_before,
    coalesce(past.closed_items, 0) AS closed_items_before,
    past.closed_rate AS closed_rate_before,
    coalesce(past.overdue_items, 0) AS overdue_items_before,
    past.overdue_longest_days AS overdue_longest_days_before,
    coalesce(past.due_7_items, 0) AS due_7_items_before,
    coalesce(past.due_30_items, 0) AS due_30_items_before,
    coalesce(past.moved_items, 0) AS moved_items_before,
    coalesce(past.contradiction_items, 0) AS contradiction_items_before,
    past.involved_yuan AS involved_yuan_before,
    past.recovered_yuan AS recovered_yuan_before,
    latest.oldest_entry_no
FROM day
LEFT JOIN tally AS latest ON day.as_of = latest."at"
LEFT JOIN tally AS past ON day.since = past."at"
