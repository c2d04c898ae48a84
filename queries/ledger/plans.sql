/*
title    = "责任分工所属的方案"
question = "筛选框里有哪些方案可选？"
tables   = ["entry_span_visible"]

[columns]
plan        = "方案"
entry_items = "任务（项）"
*/

-- What a box offers is asked on every page, so it is read without the derived columns.
WITH choice AS (
    SELECT coalesce(campaign, '未写明') AS plan
    FROM entry_span_visible
    WHERE
        CAST($as_of AS DATE) BETWEEN from_on AND to_on
        AND kind = 'tasks'
)

SELECT
    plan,
    count(*) AS entry_items
FROM choice
GROUP BY plan
ORDER BY plan = '未写明' ASC, entry_items DESC, plan ASC
