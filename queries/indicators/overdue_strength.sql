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
        cal_day.workday_no
    FROM day
    INNER JOIN cal_day ON cal_day.day = day.on_day
),

begun AS (SELECT min(appy_date) AS first_on FROM mart_payable_total),

-- The district and its insurances from the small mart; institutions on the last day only.
payable AS MATERIALIZED (
    SELECT
        total.insutype,
        total.appy_date,
        total.dfr_date,
        CAST(total.due_yuan AS DOUBLE) AS due_yuan,
        CAST(total.owed_yuan AS DOUBLE) AS owed_yuan,
        CAST(total.short_yuan AS DOUBLE) AS short_yuan,
        applied.workday_no AS applied_no
    FROM mart_payable_total AS total
    INNER JOIN cal_day AS applied ON applied.day = total.appy_date
),

of_institution AS (
    SELECT
        coalesce(p.fixmedins_code, '未注明') AS fixmedins_code,
        p.appy_date,
        p.dfr_date,
        CAST(p.due_yuan AS DOUBLE) AS due_yuan,
        CAST(greatest(p.due_yuan, 0) AS DOUBLE) AS owed_yuan,
        CAST(greatest(p.due_yuan - coalesce(p.paid_yuan, 0), 0) AS DOUBLE) AS short_yuan,
        applied.workday_no AS applied_no
    FROM mart_payable AS p
    INNER JOIN cal_day AS applied ON applied.day = p.appy_date
),

part AS (
    SELECT
        CASE WHEN grouping(p.insutype) = 0 THEN 'insutype' ELSE 'all' END AS dimension,
        CASE WHEN grouping(p.insutype) = 0 THEN coalesce(p.insutype, '未注明') ELSE 'all' END
            AS member,
        known.on_day,
        sum(
            CASE
                WHEN known.workday_no - p.applied_no <= 30 THEN 0
                WHEN p.dfr_date <= known.on_day THEN p.short_yuan
                ELSE p.owed_yuan
            END
        ) AS overdue_yuan,
        sum(CASE WHEN p.appy_date > known.on_day - INTERVAL 12 MONTH THEN p.due_yuan ELSE 0 END)
            AS due_yuan
    FROM known
    INNER JOIN payable AS p ON p.appy_date <= known.on_day
    GROUP BY GROUPING SETS ((known.on_day), (known.on_day, p.insutype))
    UNION ALL
    SELECT
        'fixmedins_code',
        p.fixmedins_code,
        known.on_day,
        sum(
            CASE
                WHEN known.workday_no - p.applied_no <= 30 THEN 0
                WHEN p.dfr_date <= known.on_day THEN p.short_yuan
                ELSE p.owed_yuan
            END
        ),
        sum(CASE WHEN p.appy_date > known.on_day - INTERVAL 12 MONTH THEN p.due_yuan ELSE 0 END)
    FROM known
    INNER JOIN of_institution AS p ON p.appy_date <= known.on_day
    WHERE known.on_day = CAST($as_of AS DATE)
    GROUP BY known.on_day, p.fixmedins_code
),

counted AS (
    SELECT
        part.*,
        least(12, 1 + date_diff('month', begun.first_on, part.on_day)) AS months
    FROM part
    CROSS JOIN begun
)

SELECT
    dimension,
    member,
    strftime(on_day, '%Y-%m-%d') AS period,
    round(overdue_yuan, 2) AS numerator,
    round(due_yuan / months, 2) AS denominator,
    round(overdue_yuan, 2) * months / nullif(round(due_yuan, 2), 0) AS value
FROM counted
ORDER BY dimension, member, period
