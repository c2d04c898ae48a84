/*
code      = "Q23"
title     = "规划任务完成率"
formula   = "已办结的任务 ÷ 时限已过的任务"
parts     = ["项", "项"]
unit      = "%"
direction = "高好"
compare   = "值"
domain    = "督导"
basis     = ["方案：宝山2023规划实施，动态监测"]
tables    = ["entry_by_member"]
rows      = "ledger/tasks"
note      = "责任分工任务台账；时限在截至日之前的任务，其中已办结的。长期坚持而没有日期的不计。不设阈值，超期看超期率，无记录的完成另有一项。"
*/

SELECT
    dimension,
    member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(count(*) FILTER (WHERE state = '已办结') AS DOUBLE) AS numerator,
    CAST(count(*) AS DOUBLE) AS denominator,
    numerator / denominator AS value
FROM entry_by_member($as_of, 13)
WHERE kind = 'tasks' AND is_past_due AND dimension <> 'kind'
GROUP BY dimension, member, "at"
ORDER BY dimension, member, period
