/*
title    = "名单比对的排除"
question = "名单比对中，哪些人已由经办人排除，为什么，到什么时候？"
tables   = ["exclusion_visible"]
note     = "撤回的不列；证件号只留末四位。"

[params.result]
label = "结果"

[columns]
exclusion_id = "排除编号"
result       = "结果"
psn_name     = "姓名"
certno_end   = "证件号末四位"
unit         = "街镇"
reason       = "排除原因"
words        = "说明"
until        = "排除到"
excluded_by  = "排除人"
excluded_at  = "排除时间"
person_key   = "人的代号"
name_key     = "姓名生日的代号"
*/
SELECT
    exclusion_id,
    result,
    psn_name,
    certno_end,
    unit,
    reason,
    words,
    until,
    excluded_by,
    excluded_at,
    person_key,
    name_key
FROM exclusion_visible
WHERE withdrawn_at IS NULL AND result = coalesce($result, result)
ORDER BY excluded_at DESC, exclusion_id
