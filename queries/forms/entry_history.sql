/*
title    = "一条台账的历次版本"
question = "表上这一行从何而来，改过几次？"
tables   = ["entry_version"]

[columns]
version     = "版本"
valid_from  = "登记时间"
units       = "责任单位"
persons     = "责任人"
description = "问题表述"
measures    = "整改措施"
due_on      = "完成时限"
due_text    = "时限原文"
status_text = "填报的状态"
closed_on   = "办结日期"
filing_id   = "报送批次"

[params.as_of]
label = "截至日期"

[params.kind]
label   = "台账"
default = "rectification"

[params.entry_no]
label = "编号"
*/

SELECT
    version,
    valid_from,
    array_to_string(units, '、') AS units,
    array_to_string(persons, '、') AS persons,
    description,
    measures,
    due_on,
    due_text,
    status_text,
    closed_on,
    filing_id
FROM entry_version
WHERE
    kind = $kind
    AND entry_no = $entry_no
    AND valid_from < CAST($as_of AS DATE) + 1
ORDER BY version DESC
