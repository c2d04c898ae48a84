/*
title    = "各表各列填写情况"
question = "每张理赔表有多少行，每列填了多少？"
tables   = ["mart_coverage"]

[columns]
table_name  = "表名"
title       = "数据表"
column_name = "列名"
label       = "列"
table_rows  = "行数"
filled      = "有值行数"
filled_rate = "填写率"
*/

SELECT
    table_name,
    title,
    column_name,
    label,
    rows AS table_rows,
    filled,
    CASE WHEN rows > 0 THEN CAST(filled AS DOUBLE) / rows END AS filled_rate
FROM mart_coverage
