/*
code      = "Q03"
title     = "超期率"
formula   = "超期条数 ÷ 有时限的未办结条数"
unit      = "%"
direction = "低好"
compare   = "值"
yellow    = { "超期" = 0 }
red       = { "超期件数过多" = 0, "超期时间过长" = 0 }
domain    = "督导"
basis     = ["种子：长宁2022医疗救助专项治理，明确时间节点、逐一销账", "默：超过 5 件或超过 10 个工作日为红"]
tables    = ["entry_by_member"]
rows      = "ledger/overdue_entries"
note      = """
已办结的不算超期。长期坚持而没有日期的、没有时限的不在分母内。“超期件数过多”在超期多于 5 件时等于超期率，否则为 0；
“超期时间过长”是超期多于 10 个工作日的占比，分子为件数。最长超期工作日另列，分子为工作日数，不设阈值。"""

[params.many_items]
default = 5
unit    = "件"
label   = "超期多于几件为红"

[params.long_workdays]
default = 10
unit    = "个工作日"
label   = "超期多于几个工作日为红"
*/

WITH counted AS (
    SELECT
        dimension,
        member,
        "at",
        CAST(count(*) FILTER (WHERE state = '超期') AS DOUBLE) AS overdue_items,
        CAST(count(*) FILTER (WHERE workdays_overdue > $long_workdays) AS DOUBLE) AS long_items,
        CAST(count(*) AS DOUBLE) AS open_items
    FROM entry_by_member($as_of, 13)
    WHERE state <> '已办结' AND effective_due_on IS NOT NULL
    GROUP BY dimension, member, "at"
),

judged AS (
    SELECT
        "at",
        open_items,
        unnest(
            [
                {'member': '超期', 'items': overdue_items},
                {
                    'member': '超期件数过多',
                    'items': CASE WHEN overdue_items > $many_items THEN overdue_items ELSE 0 END
                },
                {'member': '超期时间过长', 'items': long_items}
            ]
        ) AS line
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
    line.member AS member,
    strftime("at", '%Y-%m-%d') AS period,
    line.items AS numerator,
    open_items AS denominator,
    line.items / open_items AS value
FROM judged
ORDER BY dimension, member, period
