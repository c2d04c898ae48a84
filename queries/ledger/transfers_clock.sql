/*
title    = "移送的期限与回执"
question = "各件移送何时报告、批准、移送，有没有回执和立案？"
tables   = ["transfers_version"]
note     = "报告后 3 日内批准，批准后 24 小时内（当日或次日）移送。"

[columns]
entry_no         = "编号"
description      = "移送事由"
unit             = "牵头责任单位"
handed_to        = "受移送机关"
found_on         = "书面报告日期"
approved_on      = "批准日期"
handed_on        = "移送日期"
hand_by_on       = "应移送"
receipt_on       = "回执日期"
accepted_case_on = "受移送机关立案日期"
*/

SELECT
    entry_no,
    description,
    unit,
    handed_to,
    found_on,
    approved_on,
    handed_on,
    coalesce(least(approved_on, found_on + 3), found_on + 3) + 1 AS hand_by_on,
    receipt_on,
    accepted_case_on
FROM transfers_version
WHERE
    valid_from < CAST($as_of AS DATE) + 1
    AND coalesce(valid_to >= CAST($as_of AS DATE) + 1, TRUE)
ORDER BY found_on, entry_no
