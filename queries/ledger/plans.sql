/*
title    = "责任分工所属的方案"
question = "筛选框里有哪些方案可选？"
tables   = ["entry_offered"]

[columns]
plan        = "方案"
entry_items = "任务（项）"
*/

SELECT
    member AS plan,
    entry_items
FROM entry_offered('campaign', $as_of, 'tasks', NULL)
ORDER BY member = '未写明' ASC, entry_items DESC, member ASC
