/*
title    = "整改台账（逐条）"
question = "截至某日，台账上每个问题由谁负责、怎么改、是否办结？"
tables   = ["entry_at"]
note     = "是否办结以填报为准，与日期矛盾时以日期为准。"

[columns]
row_no      = "序号"
entry_no    = "编号"
units       = "责任科室"
persons     = "责任人"
description = "问题表述"
measures    = "整改措施及成效"
closing     = "是否办结"

[params.as_of]
label = "截至日期"

[params.kind]
label   = "台账"
default = "rectification"

[params.campaign]
label = "专项；空为全部"
*/

SELECT
    row_number() OVER (ORDER BY entry_no) AS row_no,
    entry_no,
    array_to_string(units, '、') AS units,
    array_to_string(persons, '、') AS persons,
    description,
    measures,
    CASE
        WHEN state = '已办结' THEN '已办结'
        -- A deadline that has passed cannot be kept, whatever was reported.
        WHEN state = '超期' OR status = '无法按时办结' THEN '无法按时办结'
        ELSE '预计按时办结'
    END AS closing
FROM entry_at($as_of)
WHERE
    kind = $kind
    AND ($campaign IS NULL OR coalesce(campaign, '未写明') = $campaign)
ORDER BY row_no
