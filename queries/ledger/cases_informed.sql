/*
title    = "举报案件的告知"
question = "举报来源的案件决定后，哪天以前应告知举报人，哪天告知的？"
tables   = ["cases_version", "cal_day"]
note     = "近一年决定的；5 个工作日，决定当日不计。"

[columns]
entry_no     = "编号"
case_no      = "案号"
unit         = "牵头责任单位"
description  = "案情"
found_on     = "立案决定日期"
informed_on  = "告知举报人日期"
inform_by_on = "应告知"
*/

SELECT
    c.entry_no,
    c.case_no,
    c.unit,
    c.description,
    c.found_on,
    c.informed_on,
    limit_day.day AS inform_by_on
FROM cases_version AS c
INNER JOIN cal_day AS decided ON decided.day = c.found_on
INNER JOIN cal_day AS limit_day
    ON limit_day.is_workday AND limit_day.workday_no = decided.workday_no + 5
WHERE
    c.valid_from < CAST($as_of AS DATE) + 1
    AND coalesce(c.valid_to >= CAST($as_of AS DATE) + 1, TRUE)
    AND c.source LIKE '%举报%'
    AND c.found_on > CAST($as_of AS DATE) - INTERVAL 1 YEAR
ORDER BY c.found_on, c.entry_no
