/*
title    = "已装入的数据"
question = "每张表装入了多少行，从哪一天到哪一天，填了几列，何时装入？"
tables   = ["mart_coverage", "load_batch"]
note     = "日期是该表主要日期列的最早与最晚值。没有行的表，用到它的规则和指标不适用。"

[columns]
title          = "数据表"
table_name     = "表名"
table_rows     = "行数"
date_from      = "最早日期"
date_to        = "最晚日期"
filled_columns = "有值的列数"
all_columns    = "全部列数"
files          = "来源文件数"
loaded_at      = "最近装入"
*/

WITH batch AS (
    SELECT
        table_name,
        count(DISTINCT file_sha256) AS files,
        max(loaded_at) AS loaded_at
    FROM load_batch
    GROUP BY table_name
),

covered AS (
    SELECT
        table_name,
        title,
        max(rows) AS table_rows,
        min(date_from) AS date_from,
        max(date_to) AS date_to,
        count(*) FILTER (WHERE filled > 0) AS filled_columns,
        count(*) AS all_columns
    FROM mart_coverage
    -- Counts of knowledge points by rule stand there too; they are no columns.
    WHERE NOT contains(column_name, '=')
    GROUP BY table_name, title
)

SELECT
    covered.title,
    covered.table_name,
    covered.table_rows,
    covered.date_from,
    covered.date_to,
    covered.filled_columns,
    covered.all_columns,
    coalesce(batch.files, 0) AS files,
    batch.loaded_at
FROM covered
LEFT JOIN batch USING (table_name)
ORDER BY covered.table_rows = 0, covered.table_name
