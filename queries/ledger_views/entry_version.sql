/*
title  = "各台账的全部历史版本（按身份过滤）"
grain  = "每条记录的每个版本一行"
tables = ["entry_row"]
note   = "entry_row 由 ledgers/*.toml 生成，把各台账的共同列上下相接。维护人员看不到可能写有个人情况的文字。"
*/

CREATE OR REPLACE VIEW entry_version AS
SELECT * REPLACE (
    CASE WHEN getvariable('viewer_role') = '维护' THEN NULL ELSE persons END AS persons,
    CASE WHEN getvariable('viewer_role') = '维护' THEN NULL ELSE description END AS description,
    CASE WHEN getvariable('viewer_role') = '维护' THEN NULL ELSE measures END AS measures,
    CASE WHEN getvariable('viewer_role') = '维护' THEN NULL ELSE remark END AS remark,
    CASE
        WHEN getvariable('viewer_role') = '维护' THEN NULL ELSE transferred_text
    END AS transferred_text
)
FROM entry_row
WHERE may_see(units);
