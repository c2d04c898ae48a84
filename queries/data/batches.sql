/*
title    = "装入批次"
question = "哪些文件何时装入，各有多少行？"
tables   = ["load_batch"]

[columns]
loaded_at   = "装入时间"
table_name  = "表名"
file_name   = "文件"
batch_rows  = "行数"
date_from   = "最早日期"
date_to     = "最晚日期"
note        = "说明"
file_sha256 = "文件指纹（SHA-256）"
*/

SELECT
    loaded_at,
    table_name,
    file_name,
    rows AS batch_rows,
    date_from,
    date_to,
    note,
    file_sha256
FROM load_batch
ORDER BY loaded_at DESC, table_name, file_name
