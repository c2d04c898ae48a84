/*
title    = "每行说的是谁"
question = "名单的每一行按什么认人？"
tables   = ["entry"]
note     = "证件号校验通过的按证件号；否则按姓名加出生日期；再否则按证件号原样加姓名；都没有的无法比对。"
[columns]
list_no  = "名单"
row_no   = "行号"
base     = "认人的依据"
born     = "出生日期"
*/
WITH dated AS (
    SELECT
        list_no,
        row_no,
        psn_name,
        id_text,
        id_number,
        -- What a checked number says goes before a column; a failed number's date is better than none.
        coalesce(CASE WHEN id_number IS NOT NULL THEN id_born END, brdy, id_born) AS born
    FROM entry
)

SELECT
    list_no,
    row_no,
    CASE
        WHEN id_number IS NOT NULL THEN 'I|' || id_number
        WHEN psn_name IS NOT NULL AND born IS NOT NULL
            THEN 'N|' || psn_name || '|' || CAST(born AS VARCHAR)
        WHEN psn_name IS NOT NULL AND id_text IS NOT NULL THEN 'T|' || id_text || '|' || psn_name
        ELSE 'U|' || list_no || '|' || row_no
    END AS base,
    born
FROM dated
