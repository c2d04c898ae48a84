/*
title    = "示例区的生成参数"
question = "这份数据是不是虚构的示例区，按哪一天生成？"
tables   = ["demo_fact"]

[columns]
seed     = "种子"
scale    = "规模"
as_of    = "生成截至日"
built_at = "生成时间"
*/

SELECT
    seed,
    scale,
    as_of,
    built_at
FROM demo_fact
ORDER BY built_at DESC
LIMIT 1
