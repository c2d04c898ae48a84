/*
title    = "责任分工所属的方案"
question = "筛选框里有哪些方案可选？"
tables   = ["entry_selected"]

[columns]
plan        = "方案"
entry_items = "任务（项）"
*/

SELECT
    campaign AS plan,
    count(*) AS entry_items
FROM entry_selected([CAST($as_of AS DATE)], 'tasks', NULL, NULL, NULL, NULL, NULL)
GROUP BY campaign
ORDER BY plan = '未写明' ASC, entry_items DESC, plan ASC
