/*
title  = "各台账的全部历史版本（按身份过滤）"
grain  = "每条记录的每个版本一行"
tables = ["entry_row"]
note   = "entry_row 由 ledgers/*.toml 生成，把各台账的共同列上下相接。维护人员看不到可能写有个人情况的文字。"
*/

CREATE OR REPLACE VIEW entry_version AS
SELECT * REPLACE (
    unless_maintenance(persons) AS persons,
    unless_maintenance(description) AS description,
    unless_maintenance(measures) AS measures,
    unless_maintenance(remark) AS remark,
    unless_maintenance(transferred_text) AS transferred_text
)
FROM entry_row
WHERE may_see(units);
