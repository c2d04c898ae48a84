/*
title    = "险种名称"
question = "险种代码各叫什么？"
tables   = ["mart_insutype"]

[columns]
insutype      = "险种"
insutype_name = "险种名称"
short_name    = "简称"
*/

SELECT
    insutype,
    insutype_name,
    short_name
FROM mart_insutype
ORDER BY insutype
