/*
title    = "一个知识点的代码"
question = "一个知识点对应哪些目录编码？"
tables   = ["kb_item", "kb_pair"]

[params.point]
label = "知识点ID"

[columns]
item_code = "代码"
item_name = "名称"
*/
WITH listed AS (
    SELECT kb_item_id AS id, 1 AS side, item_code, item_name
    FROM kb_item
    WHERE starts_with(kb_item_id, $point || '.')
    UNION ALL
    SELECT kb_pair_id AS id, 1 AS side, main_item_code AS item_code, main_item_name AS item_name
    FROM kb_pair
    WHERE starts_with(kb_pair_id, $point || '.')
    UNION ALL
    SELECT kb_pair_id AS id, 2 AS side, sub_item_code AS item_code, sub_item_name AS item_name
    FROM kb_pair
    WHERE starts_with(kb_pair_id, $point || '.')
)

SELECT item_code, item_name
FROM listed
ORDER BY CAST(regexp_extract(id, '(\d+)$', 1) AS INTEGER), side
