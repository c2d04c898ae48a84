/*
title    = "信访举报的期限"
question = "近一年收到的信访举报，哪件受理告知、办结超了期限？"
tables   = ["petitions_version"]
note     = "15 日、60 日均为自然日；台账写的时限晚于 60 日的视为延期，最多 90 日。"

[columns]
entry_no     = "编号"
petition_no  = "信访件编号"
unit         = "牵头责任单位"
description  = "反映事项"
found_on     = "收到日期"
informed_on  = "告知日期"
inform_by_on = "应告知"
accepted_on  = "受理日期"
closed_on    = "办结日期"
close_by_on  = "应办结"
repeat_of    = "重复信访的原编号"
*/

SELECT
    entry_no,
    petition_no,
    unit,
    description,
    found_on,
    informed_on,
    found_on + 15 AS inform_by_on,
    accepted_on,
    closed_on,
    greatest(
        coalesce(accepted_on, found_on) + 60,
        CASE
            WHEN due_on IS NOT NULL THEN least(due_on, coalesce(accepted_on, found_on) + 90)
        END
    ) AS close_by_on,
    repeat_of
FROM petitions_version
WHERE
    valid_from < CAST($as_of AS DATE) + 1
    AND coalesce(valid_to >= CAST($as_of AS DATE) + 1, TRUE)
    AND found_on > CAST($as_of AS DATE) - INTERVAL 1 YEAR
ORDER BY found_on, entry_no
