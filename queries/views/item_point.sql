/*
title  = "在用的项目知识点"
grain  = "一条有效的两库知识点（或本地清单）一行"
tables = ["kb_item"]
note   = """
项目编码 item_code 与费用明细的 item_code 相等即命中该知识点。生效、失效日期留给规则与截至日比：
begndate 为空即一直有效，enddate 当日已失效。"""
*/
SELECT k.*
FROM kb_item AS k
WHERE coalesce(k.vali_flag, '1') = '1' AND k.item_code IS NOT NULL
