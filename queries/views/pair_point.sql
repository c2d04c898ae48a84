/*
title  = "在用的成对知识点"
grain  = "一对不得同时收取（或应同时出现）的项目一行"
tables = ["kb_pair"]
note   = """
主项 main_item_code、从项 sub_item_code 与费用明细的 item_code 相等即命中。生效、失效日期留给规则与截至日比：
begndate 为空即一直有效，enddate 当日已失效。"""
*/
SELECT k.*
FROM kb_pair AS k
WHERE
    coalesce(k.vali_flag, '1') = '1'
    AND k.main_item_code IS NOT NULL
    AND k.sub_item_code IS NOT NULL
