/*
code      = "Q05"
title     = "在办账龄结构"
formula   = "未办结条目从建账日到截至日的工作日数，分段计数"
unit      = "件"
parts     = ["件", "件"]
direction = "低好"
compare   = "值"
yellow    = { "60个工作日以上" = 0 }
domain    = "督导"
basis     = ["方案：长宁2022医疗救助专项治理，逐一销账管理", "默认：60 个工作日以上多于 0 件为黄"]
tables    = ["entry_by_member"]
rows      = "ledger/entries"
note      = "长期坚持而没有日期的不计。建账日取发现日期，没有的取首次入账日。各段的分母是全部在办条数。"
*/

WITH aged AS (
    SELECT
        e."at",
        today.workday_no - began.workday_no AS age_days,
        CASE
            WHEN age_days <= 7 THEN 1
            WHEN age_days <= 15 THEN 2
            WHEN age_days <= 30 THEN 3
            WHEN age_days <= 60 THEN 4
            WHEN age_days > 60 THEN 5
        END AS band_no
    FROM entry_by_member($as_of, 13) AS e
    LEFT JOIN cal_day AS today ON e."at" = today.day
    LEFT JOIN cal_day AS began ON e.started_on = began.day
    WHERE e.dimension = 'all' AND e.state NOT IN ('已办结', '长期坚持')
),

week AS (
    SELECT
        "at",
        CAST(count(*) AS DOUBLE) AS open_items
    FROM aged
    GROUP BY "at"
),

band AS (
    SELECT
        unnest([1, 2, 3, 4, 5]) AS band_no,
        unnest(
            ['7个工作日以内', '8至15个工作日', '16至30个工作日', '31至60个工作日', '60个工作日以上']
        ) AS member
),

counted AS (
    SELECT
        w."at",
        b.member,
        w.open_items,
        CAST(count(a.age_days) AS DOUBLE) AS items
    FROM week AS w
    CROSS JOIN band AS b
    LEFT JOIN aged AS a ON w."at" = a."at" AND b.band_no = a.band_no
    GROUP BY w."at", b.member, w.open_items
)

SELECT
    'age_band' AS dimension,
    member,
    strftime("at", '%Y-%m-%d') AS period,
    items AS numerator,
    open_items AS denominator,
    items AS value
FROM counted
UNION ALL
SELECT
    'all' AS dimension,
    'all' AS member,
    strftime("at", '%Y-%m-%d') AS period,
    open_items AS numerator,
    open_items AS denominator,
    open_items AS value
FROM week
ORDER BY dimension, member, period
