/*
title    = "责任分工任务"
question = "方案里的每项任务由谁牵头、谁承担、何时完成、是否长期坚持？"
tables   = ["entry_selected", "ledger_tasks"]
note     = "既有时限又要长期坚持的任务，先按时限推算状态，办完后仍要坚持。"

[columns]
plan         = "方案"
plan_path    = "方案编号"
entry_no     = "编号"
description  = "任务"
leader       = "责任领导"
unit         = "牵头责任单位"
units        = "全部责任单位"
persons      = "责任人"
category     = "任务类别"
due_on       = "完成时限"
long_term    = "长期坚持"
due_text     = "时限原文"
state        = "状态"
days_overdue = "超期（自然日）"
status       = "填报状态"
measures     = "工作措施"

[params.plan]
label = "方案；空为全部"

[params.unit]
label = "牵头责任单位；空为全部"

[params.leader]
label = "责任领导；空为全部"

[params.state]
label = "状态；空为全部"
*/

SELECT
    entry.campaign AS plan,
    task.plan_path,
    entry.entry_no,
    entry.description,
    entry.leader,
    entry.unit,
    array_to_string(entry.units, '、') AS units,
    array_to_string(entry.persons, '、') AS persons,
    entry.category,
    entry.effective_due_on AS due_on,
    coalesce(entry.long_term, FALSE) AS long_term,
    entry.due_text,
    entry.state,
    entry.days_overdue,
    entry.status,
    entry.measures
FROM entry_selected([CAST($as_of AS DATE)], 'tasks', $plan, $unit, NULL, NULL, $leader) AS entry
LEFT JOIN ledger_tasks AS task
    ON entry.entry_no = task.entry_no AND entry.version = task.version
WHERE $state IS NULL OR entry.state = $state OR ($state = '未办结' AND entry.state <> '已办结')
ORDER BY plan = '未写明' ASC, plan ASC, entry.entry_no ASC
