/*
title    = "有值的表和列"
question = "哪些表有行，哪些列有值？"
tables   = ["mart_coverage"]

[columns]
table_name  = "表名"
title       = "数据表"
column_name = "列名"
table_rows  = "行数"
filled      = "有值的行数"
*/

SELECT
    table_name,
    title,
    column_name,
    "rows" AS table_rows,
    filled
FROM mart_coverage
ORDER BY table_name, column_name
