/*
title  = "若干日期各自在册的记录与推算状态"
grain  = "每个日期、每条当日在册的记录一行"
tables = ["entry_span_visible", "cal_day"]
note   = """
days 是日期列表。在册：当日结束时有效的版本，即当时所知；状态、时限、推迟次数、矛盾见 entry_span。
days_overdue、workdays_overdue 只在超期时有值，days_left 只在未办结且未超期时有值。"""
*/

-- Every query of a page plans this anew: what can be known beforehand is in entry_span.
CREATE OR REPLACE MACRO entry_on(days) AS TABLE
SELECT
    d."at",
    s.* EXCLUDE (from_on, to_on, due_workday_no),
    CASE WHEN s.state = '超期' THEN d."at" - s.effective_due_on END AS days_overdue,
    CASE WHEN s.state = '超期' THEN today.workday_no - s.due_workday_no END AS workdays_overdue,
    CASE WHEN s.state NOT IN ('已办结', '超期') THEN s.effective_due_on - d."at" END AS days_left
FROM entry_span_visible AS s
INNER JOIN (SELECT DISTINCT CAST(unnest(days) AS DATE) AS "at") AS d
    ON d."at" BETWEEN s.from_on AND s.to_on
LEFT JOIN cal_day AS today ON d."at" = today.day;
