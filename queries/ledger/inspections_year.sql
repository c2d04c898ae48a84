/*
title    = "本年检查"
question = "本年计划和实施了哪些检查？"
tables   = ["inspections_version"]

[columns]
entry_no      = "编号"
institution   = "被检查机构"
inspect_type  = "检查形式"
double_random = "双随机"
due_on        = "计划检查时限"
found_on      = "检查日期"
unit          = "牵头责任单位"
description   = "检查情况"
*/

SELECT
    entry_no,
    institution,
    inspect_type,
    double_random,
    due_on,
    found_on,
    unit,
    description
FROM inspections_version
WHERE
    valid_from < CAST($as_of AS DATE) + 1
    AND coalesce(valid_to >= CAST($as_of AS DATE) + 1, TRUE)
    AND (
        year(due_on) = year(CAST($as_of AS DATE))
        OR (found_on <= $as_of AND year(found_on) = year(CAST($as_of AS DATE)))
    )
ORDER BY coalesce(due_on, found_on), entry_no
