/*
title    = "处置经过"
question = "这条疑点由谁、何时、为什么这样处置？"
tables   = ["lead_decision"]

[columns]
decided_at = "时间"
decision   = "处置"
reason     = "理由"
handed_to  = "移送至"
decided_by = "处置人"

[params.finding_key]
label = "疑点编号"
*/

SELECT
    decided_at,
    decision,
    reason,
    handed_to,
    decided_by
FROM lead_decision
WHERE finding_key = $finding_key
ORDER BY decided_at DESC
