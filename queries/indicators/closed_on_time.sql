/*
code      = "Q02"
title     = "按期销号率"
formula   = "时限以前（含当日）办结的条数 ÷ 时限已过的条数"
unit      = "%"
parts     = ["件", "件"]
direction = "高好"
compare   = "值"
yellow    = 0.95
red       = 0.85
domain    = "督导"
basis     = ["方案：济源2022专项治理附件2，已办结、预计按时办结、无法按时办结", "默认：0.95、0.85"]
tables    = ["entry_by_member"]
rows      = "ledger/overdue_entries"
note      = """
时限按截至日有效的时限，延期以后的时限也算；延期次数另见台账。报已办结而没有办结日期的，说不清是否按期，不计入分子。"""
*/

SELECT
    dimension,
    member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(
        count(*) FILTER (
            WHERE is_past_due AND state = '已办结' AND closed_on <= effective_due_on
        ) AS DOUBLE
    ) AS numerator,
    CAST(count(*) FILTER (WHERE is_past_due) AS DOUBLE) AS denominator,
    numerator / nullif(denominator, 0) AS value
FROM entry_by_member($as_of, 13)
GROUP BY dimension, member, "at"
ORDER BY dimension, member, period
