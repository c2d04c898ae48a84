/*
code      = "F11"
title     = "拖欠强度"
formula   = "超过 30 个工作日仍未拨付的应付 ÷ 近 12 个月月均应付"
unit      = "倍"
parts     = ["万元", "万元"]
direction = "低好"
compare   = "值"
yellow    = 0.1
red       = 0.5
domain    = "基金"
basis     = ["默认：月均应付的 0.1 倍、0.5 倍"]
tables    = ["medins_clr_appy_d"]
columns   = ["medins_clr_appy_d.appy_date", "medins_clr_appy_d.fund_appy_sum"]
rows      = "fund/payables"
note      = """
分子同“拖欠两定机构费用”。月均应付 = 截至日往前 12 个月申报的应付 ÷ 12；申报数据不足 12 个月的，除以已有的月数。
险种、机构各与自己的月均应付比；近 12 个月没有申报的不算。"""
*/

WITH day AS (
    SELECT CAST($as_of AS DATE) AS on_day
    UNION
    SELECT last_day(CAST(month AS DATE))
    FROM (
        SELECT
            unnest(
                generate_series(
                    date_trunc('month', CAST($as_of AS DATE)) - INTERVAL 12 MONTH,
                    date_trunc('month', CAST($as_of AS DATE)) - INTERVAL 1 MONTH,
                    INTERVAL 1 MONTH
                )
            ) AS month
    )
),

known AS (
    SELECT
        day.on_day,
        cal_day.workday_no,
        least(12, 1 + date_diff('month', (SELECT min(appy_date) FROM mart_payable), day.on_day))
            AS months
    FROM day
    INNER JOIN cal_day ON cal_day.day = day.on_day
    WHERE day.on_day >= (SELECT min(appy_date) FROM mart_payable)
),

-- The district and its insurances from the small mart; institutions on the last day only.
payable AS (
    SELECT
        TRUE AS is_whole,
        insutype,
        NULL AS fixmedins_code,
        appy_date,
        dfr_date,
        due_yuan,
        owed_yuan,
        short_yuan
    FROM mart_payable_total
    UNION ALL
    SELECT
        FALSE,
        NULL,
        coalesce(fixmedins_code, '未注明'),
        appy_date,
        dfr_date,
        due_yuan,
        greatest(due_yuan, 0),
        greatest(due_yuan - coalesce(paid_yuan, 0), 0)
    FROM mart_payable
),

owed AS NOT MATERIALIZED (
    SELECT
        known.on_day,
        known.months,
        payable.is_whole,
        payable.insutype,
        payable.fixmedins_code,
        CASE
            WHEN payable.appy_date > known.on_day - INTERVAL 12 MONTH
                THEN CAST(payable.due_yuan AS DOUBLE)
            ELSE 0
        END AS due_yuan,
        CASE
            WHEN known.workday_no - applied.workday_no <= 30 THEN 0
            WHEN payable.dfr_date <= known.on_day THEN CAST(payable.short_yuan AS DOUBLE)
            ELSE CAST(payable.owed_yuan AS DOUBLE)
        END AS overdue_yuan
    FROM known
    INNER JOIN payable ON payable.appy_date <= known.on_day
    INNER JOIN cal_day AS applied ON applied.day = payable.appy_date
    WHERE payable.is_whole OR known.on_day = CAST($as_of AS DATE)
),

part AS (
    SELECT
        CASE WHEN grouping(insutype) = 0 THEN 'insutype' ELSE 'all' END AS dimension,
        CASE WHEN grouping(insutype) = 0 THEN coalesce(insutype, '未注明') ELSE 'all' END AS member,
        on_day,
        any_value(months) AS months,
        sum(overdue_yuan) AS overdue_yuan,
        sum(due_yuan) AS due_yuan
    FROM owed
    WHERE is_whole
    GROUP BY GROUPING SETS ((on_day), (on_day, insutype))
    UNION ALL
    SELECT
        'fixmedins_code',
        fixmedins_code,
        on_day,
        any_value(months),
        sum(overdue_yuan),
        sum(due_yuan)
    FROM owed
    WHERE NOT is_whole
    GROUP BY on_day, fixmedins_code
)

SELECT
    dimension,
    member,
    strftime(on_day, '%Y-%m-%d') AS period,
    round(overdue_yuan, 2) AS numerator,
    round(due_yuan / months, 2) AS denominator,
    round(overdue_yuan, 2) * months / nullif(round(due_yuan, 2), 0) AS value
FROM part
ORDER BY dimension, member, period
