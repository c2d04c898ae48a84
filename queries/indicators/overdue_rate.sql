/*
code      = "Q03"
title     = "超期率"
formula   = "超期条数 ÷ 有时限的未办结条数"
unit      = "%"
parts     = ["件", "件"]
direction = "低好"
compare   = "值"
yellow    = { "超期" = 0 }
red       = { "超期件数占红线" = 1, "最长超期占红线" = 1 }
domain    = "督导"
basis     = ["方案：长宁2022医疗救助专项治理，明确时间节点、逐一销账", "默认：超过 5 件或超过 10 个工作日为红"]
tables    = ["entry_by_member"]
rows      = "ledger/overdue_entries"
note      = """
已办结的不算超期。长期坚持而没有日期的、没有时限的不在分母内。“超期件数占红线”是超期件数 ÷ 5 件；
“最长超期占红线”是最长的超期工作日数 ÷ 10 个工作日，分子就是天数。"""
*/

WITH counted AS (
    SELECT
        dimension,
        member,
        "at",
        CAST(count(*) FILTER (WHERE state = '超期') AS DOUBLE) AS overdue_items,
        CAST(coalesce(max(workdays_overdue), 0) AS DOUBLE) AS longest_days,
        CAST(count(*) AS DOUBLE) AS open_items
    FROM entry_by_member($as_of, 13)
    WHERE state <> '已办结' AND effective_due_on IS NOT NULL
    GROUP BY dimension, member, "at"
),

judged AS (
    SELECT
        "at",
        unnest(
            [
                {'member': '超期', 'reached': overdue_items, 'line': open_items},
                {'member': '超期件数占红线', 'reached': overdue_items, 'line': 5.0},
                {'member': '最长超期占红线', 'reached': longest_days, 'line': 10.0}
            ]
        ) AS mark
    FROM counted
    WHERE dimension = 'all'
)

SELECT
    dimension,
    member,
    strftime("at", '%Y-%m-%d') AS period,
    overdue_items AS numerator,
    open_items AS denominator,
    overdue_items / open_items AS value
FROM counted
UNION ALL
SELECT
    'line' AS dimension,
    mark.member AS member,
    strftime("at", '%Y-%m-%d') AS period,
    mark.reached AS numerator,
    mark.line AS denominator,
    mark.reached / mark.line AS value
FROM judged
ORDER BY dimension, member, period
