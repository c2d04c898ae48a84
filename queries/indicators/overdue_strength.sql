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

owed AS (
    SELECT
        known.on_day,
        known.months,
        payable.insutype,
        payable.fixmedins_code,
        CASE
            WHEN payable.appy_date > known.on_day - INTERVAL 12 MONTH
                THEN CAST(payable.due_yuan AS DOUBLE)
            ELSE 0
        END AS due_yuan,
        CASE
            WHEN known.workday_no - applied.workday_no > 30
                THEN
                    greatest(
                        CAST(payable.due_yuan AS DOUBLE)
                        - CASE
                            WHEN payable.dfr_date <= known.on_day
                                THEN coalesce(CAST(payable.paid_yuan AS DOUBLE), 0)
                            ELSE 0
                        END,
                        0
                    )
            ELSE 0
        END AS overdue_yuan
    FROM known
    INNER JOIN mart_payable AS payable ON payable.appy_date <= known.on_day
    INNER JOIN cal_day AS applied ON applied.day = payable.appy_date
)

SELECT
    CASE
        WHEN grouping(insutype) = 0 THEN 'insutype'
        WHEN grouping(fixmedins_code) = 0 THEN 'fixmedins_code'
        ELSE 'all'
    END AS dimension,
    CASE
        WHEN grouping(insutype) = 0 THEN coalesce(insutype, '未注明')
        WHEN grouping(fixmedins_code) = 0 THEN coalesce(fixmedins_code, '未注明')
        ELSE 'all'
    END AS member,
    strftime(on_day, '%Y-%m-%d') AS period,
    round(sum(overdue_yuan), 2) AS numerator,
    round(sum(due_yuan) / any_value(months), 2) AS denominator,
    round(sum(overdue_yuan), 2) * any_value(months) / nullif(round(sum(due_yuan), 2), 0) AS value
FROM owed
GROUP BY GROUPING SETS ((on_day), (on_day, insutype), (on_day, fixmedins_code))
HAVING grouping(fixmedins_code) = 1 OR on_day = CAST($as_of AS DATE)
ORDER BY dimension, member, period
