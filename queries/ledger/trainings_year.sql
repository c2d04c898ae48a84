/*
title    = "本年培训教育"
question = "本年开展了哪些培训、警示教育、谈心谈话，应到多少、实到多少？"
tables   = ["trainings_version"]

[columns]
entry_no        = "编号"
found_on        = "日期"
unit            = "牵头责任单位"
category        = "类别"
description     = "内容"
persons_due     = "应到（人）"
persons_trained = "实到（人）"
*/

SELECT
    entry_no,
    found_on,
    unit,
    category,
    description,
    persons_due,
    persons_trained
FROM trainings_version
WHERE
    valid_from < CAST($as_of AS DATE) + 1
    AND coalesce(valid_to >= CAST($as_of AS DATE) + 1, TRUE)
    AND found_on <= $as_of
    AND year(found_on) = year(CAST($as_of AS DATE))
ORDER BY found_on DESC, entry_no
