/*
title    = "勾稽核对"
question = "各项勾稽关系核对了多少行，多少行不平？"
tables   = ["mart_identity"]
note     = "相差超过 1 分为不平；没有数据的勾稽关系不列。"

[columns]
identity     = "勾稽关系"
checked_rows = "核对（行）"
off_rows     = "不平（行）"
held_rate    = "平的占比"
*/

SELECT
    identity,
    checked_rows,
    off_rows,
    CAST(checked_rows - off_rows AS DOUBLE) / checked_rows AS held_rate
FROM mart_identity
ORDER BY held_rate, identity
