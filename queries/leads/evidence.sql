/*
title    = "疑点的证据"
question = "哪些行证明这条疑点？"
tables   = ["mart_evidence"]

[columns]
place      = "序号"
table_name = "表"
row_key    = "主键"
day        = "日期"
cells      = "各列"

[params.finding_key]
label = "疑点编号"
*/

SELECT
    place,
    table_name,
    row_key,
    "day",
    cells
FROM mart_evidence
WHERE finding_key = $finding_key
ORDER BY place
