/*
code      = "Q04"
title     = "整改周期（中位数）"
formula   = "已办结条目从建账到办结的自然日的中位数；平均数 = 分子 ÷ 分母"
unit      = "天"
parts     = ["天", "件"]
direction = "低好"
compare   = "值"
yellow    = { "超出时限八成的天数" = 0 }
domain    = "督导"
basis     = ["方案：长宁2022医疗救助专项治理，明确时间节点", "默认：周期超过时限的 80% 为黄"]
tables    = ["entry_by_member"]
rows      = "ledger/entries"
note      = """
建账日取发现日期，没有的取首次入账日。没有办结日期的、办结早于建账的不计。分子是天数之和，分母是条数。
“超出时限八成的天数”是 周期 − 0.8 ×（时限 − 建账日） 的中位数，只计有时限的条目。"""
*/

WITH closed AS (
    SELECT
        *,
        date_diff('day', started_on, closed_on) AS cycle_days,
        date_diff('day', started_on, effective_due_on) AS allowed_days
    FROM entry_by_member($as_of, 13)
    WHERE state = '已办结' AND closed_on >= started_on
)

SELECT
    dimension,
    member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(sum(cycle_days) AS DOUBLE) AS numerator,
    CAST(count(*) AS DOUBLE) AS denominator,
    CAST(median(cycle_days) AS DOUBLE) AS value
FROM closed
GROUP BY dimension, member, "at"
UNION ALL
SELECT
    'limit' AS dimension,
    '超出时限八成的天数' AS member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(sum(cycle_days) AS DOUBLE) AS numerator,
    CAST(sum(allowed_days) AS DOUBLE) AS denominator,
    CAST(median(cycle_days - 0.8 * allowed_days) AS DOUBLE) AS value
FROM closed
WHERE dimension = 'all' AND allowed_days IS NOT NULL
GROUP BY "at"
ORDER BY dimension, member, period
