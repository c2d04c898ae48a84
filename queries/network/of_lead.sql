/*
title    = "疑点所在的关系网络"
question = "这条疑点属于哪一组关系？"
tables   = ["mart_network_finding", "mart_network_group"]

[columns]
group_key = "组号"
tie       = "关系"
persons   = "参保人（人）"

[params.finding_key]
label = "疑点编号"
*/

SELECT
    g.group_key,
    g.tie,
    g.persons
FROM mart_network_finding AS f
INNER JOIN mart_network_group AS g ON g.group_key = f.group_key
WHERE f.finding_key = $finding_key
