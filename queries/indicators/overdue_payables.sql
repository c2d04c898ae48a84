/*
code      = "F09"
title     = "拖欠两定机构费用"
formula   = "截至当日，自申报次日起超过 30 个工作日仍未拨付的应付金额"
unit      = "万元"
parts     = ["万元", "万元"]
direction = "低好"
compare   = "值"
yellow    = { "31至60个工作日" = 0 }
red       = { "61至90个工作日" = 0, "90个工作日以上" = 0 }
domain    = "基金"
basis     = ["法规（须核对）：国家医疗保障局令第2号，自收到拨付申请之日起 30 个工作日内拨付", "默认：超过 60 个工作日为红"]
tables    = ["medins_clr_appy_d"]
columns   = ["medins_clr_appy_d.appy_date", "medins_clr_appy_d.fund_appy_sum"]
rows      = "fund/payables"
note      = """
应付 = 基金申报总额 − 审核扣款 − 预留保证金 − 预付。申报当日不计；账龄按工作日，含调休。
分子是拖欠金额，分母是全部未拨付金额。没有申报日期的应付不知账龄，不算拖欠。"""
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

numbered AS (
    SELECT
        day.on_day,
        cal_day.workday_no
    FROM day
    INNER JOIN cal_day ON cal_day.day = day.on_day
),

-- The district and its insurances from the small mart; institutions on the last day only.
payable AS (
    SELECT
        TRUE AS is_whole,
        insutype,
        NULL AS fixmedins_code,
        appy_date,
        dfr_date,
        is_settled,
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
        coalesce(paid_yuan >= due_yuan, FALSE),
        greatest(due_yuan, 0),
        greatest(due_yuan - coalesce(paid_yuan, 0), 0)
    FROM mart_payable
),

-- What has been paid in full by a day is left out before the days are counted.
unpaid AS NOT MATERIALIZED (
    SELECT
        numbered.on_day,
        payable.is_whole,
        payable.insutype,
        payable.fixmedins_code,
        numbered.workday_no - applied.workday_no AS age_days,
        CAST(
            CASE
                WHEN payable.dfr_date <= numbered.on_day THEN payable.short_yuan
                ELSE payable.owed_yuan
            END AS DOUBLE
        ) AS unpaid_yuan
    FROM numbered
    INNER JOIN payable
        ON
            payable.appy_date <= numbered.on_day
            AND NOT coalesce(payable.dfr_date <= numbered.on_day AND payable.is_settled, FALSE)
    INNER JOIN cal_day AS applied ON applied.day = payable.appy_date
),

-- A day on which all has been paid is 0, not unknown.
aged AS (
    SELECT
        numbered.on_day,
        unpaid.insutype,
        unpaid.unpaid_yuan IS NOT NULL AS is_unpaid,
        coalesce(unpaid.age_days, 0) AS age_days,
        coalesce(unpaid.unpaid_yuan, 0) AS unpaid_yuan,
        CASE WHEN unpaid.age_days > 30 THEN unpaid.unpaid_yuan ELSE 0 END AS overdue_yuan
    FROM numbered
    LEFT JOIN unpaid ON unpaid.on_day = numbered.on_day AND unpaid.is_whole
    WHERE numbered.on_day >= (SELECT min(appy_date) FROM mart_payable_total)
),

age AS (
    SELECT *
    FROM (VALUES
        ('30个工作日以内', 0, 30),
        ('31至60个工作日', 31, 60),
        ('61至90个工作日', 61, 90),
        ('90个工作日以上', 91, 99999)
    ) AS span (age, first_days, last_days)
)

SELECT
    CASE WHEN grouping(insutype) = 0 THEN 'insutype' ELSE 'all' END AS dimension,
    CASE WHEN grouping(insutype) = 0 THEN coalesce(insutype, '未注明') ELSE 'all' END AS member,
    strftime(on_day, '%Y-%m-%d') AS period,
    round(sum(overdue_yuan), 2) AS numerator,
    round(sum(unpaid_yuan), 2) AS denominator,
    round(sum(overdue_yuan), 2) AS value
FROM aged
GROUP BY GROUPING SETS ((on_day), (on_day, insutype))
HAVING bool_or(is_unpaid) OR grouping(insutype) = 1
UNION ALL
SELECT
    'fixmedins_code',
    fixmedins_code,
    strftime(on_day, '%Y-%m-%d'),
    round(sum(CASE WHEN age_days > 30 THEN unpaid_yuan ELSE 0 END), 2),
    round(sum(unpaid_yuan), 2),
    round(sum(CASE WHEN age_days > 30 THEN unpaid_yuan ELSE 0 END), 2)
FROM unpaid
WHERE NOT is_whole AND on_day = CAST($as_of AS DATE)
GROUP BY on_day, fixmedins_code
UNION ALL
-- An age without any unpaid amount is 0, and green: the payables are known.
SELECT
    'age',
    age.age,
    strftime(aged.on_day, '%Y-%m-%d'),
    round(sum(CASE WHEN age_days BETWEEN first_days AND last_days THEN unpaid_yuan ELSE 0 END), 2),
    round(sum(unpaid_yuan), 2),
    round(sum(CASE WHEN age_days BETWEEN first_days AND last_days THEN unpaid_yuan ELSE 0 END), 2)
FROM aged
CROSS JOIN age
GROUP BY age.age, aged.on_day
ORDER BY dimension, member, period
