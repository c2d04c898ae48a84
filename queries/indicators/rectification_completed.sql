/*
code      = "Q01"
title     = "整改完成率"
formula   = "已办结条数 ÷ 时限已过的条数（另给：已办结 ÷ 全部在册）"
unit      = "%"
parts     = ["件", "件"]
direction = "高好"
compare   = "值"
yellow    = { all = 1, leader = 1, unit = 1, kind = 1 }
red       = { all = 0.9, leader = 0.9, unit = 0.9, kind = 0.9 }
domain    = "督导"
basis     = ["方案：长宁2022医疗救助专项治理，逐一销账管理", "方案：济源2022专项治理附件1，发现、已完成、整改中"]
tables    = ["entry_by_member"]
rows      = "ledger/overdue_entries"
note      = """
分母是时限在截至日之前的条目，没有时限的不在内；提前办结、时限未到的，分子分母都不计。“占全部条目”以全部在册条目为分母，不与上面的率混用。"""
*/

SELECT
    dimension,
    member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(count(*) FILTER (WHERE is_past_due AND state = '已办结') AS DOUBLE) AS numerator,
    CAST(count(*) FILTER (WHERE is_past_due) AS DOUBLE) AS denominator,
    numerator / nullif(denominator, 0) AS value
FROM entry_by_member($as_of, 13)
GROUP BY dimension, member, "at"
UNION ALL
SELECT
    'of_all' AS dimension,
    '占全部条目' AS member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(count(*) FILTER (WHERE state = '已办结') AS DOUBLE) AS numerator,
    CAST(count(*) AS DOUBLE) AS denominator,
    numerator / denominator AS value
FROM entry_by_member($as_of, 13)
WHERE dimension = 'all'
GROUP BY "at"
ORDER BY dimension, member, period
