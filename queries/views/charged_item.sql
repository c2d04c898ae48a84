/*
title  = "收过费的项目"
grain  = "费用明细中出现过的一个项目编码一行"
tables = ["fee_list_d"]
note   = """
按名称找项目时用：先在这里比名称，再按 item_code 取明细，不必逐条明细比名称。
无效、已退费的明细中的名称也算；没有医保目录名称的用机构自己的名称，同一编码有几个名称的取排在最前的。"""
*/
WITH coded AS (
    SELECT
        coalesce(f.hilist_code, f.med_list_codg) AS item_code,
        f.hilist_name,
        f.medins_list_name,
        f.list_type
    FROM fee_list_d AS f
)

SELECT
    item_code,
    coalesce(min(hilist_name), min(medins_list_name)) AS item_name,
    min(list_type) AS list_type
FROM coded
WHERE item_code IS NOT NULL
GROUP BY item_code
