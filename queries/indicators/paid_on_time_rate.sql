/*
code      = "F10"
title     = "两定费用按时拨付率"
formula   = "申报次日起 30 个工作日以内拨付的金额 ÷ 到期应付金额"
unit      = "%"
parts     = ["万元", "万元"]
direction = "高好"
compare   = "值"
yellow    = 1
red       = 0.95
domain    = "基金"
basis     = ["法规（须核对）：国家医疗保障局令第2号，自收到拨付申请之日起 30 个工作日内拨付", "默认：低于 95% 为红"]
tables    = ["medins_clr_appy_d"]
columns   = ["medins_clr_appy_d.appy_date", "medins_clr_appy_d.fund_appy_sum"]
rows      = "fund/payment_on_time"
idle      = "截至日期前已过完的月份里，本年没有到期的应付"
note      = """
到期应付：第 30 个工作日在本年一月到该月之间的申报；应付 = 基金申报总额 − 审核扣款 − 预留保证金 − 预付。
申报当日不计；第 30 个工作日以内（含当日）拨付的算按时，分次拨付的只算到拨付时间所记的一次。
只算截至日期前已过完的月份。没有申报日期的不知是否到期，不算。"""
*/

WITH month AS (
    SELECT last_day(CAST(day AS DATE)) AS end_on
    FROM (
        SELECT
            unnest(
                generate_series(
                    date_trunc('month', CAST($as_of AS DATE) + 1) - INTERVAL 13 MONTH,
                    date_trunc('month', CAST($as_of AS DATE) + 1) - INTERVAL 1 MONTH,
                    INTERVAL 1 MONTH
                )
            ) AS day
    )
),

-- A day off bears the number of the working day before it: it still belongs to that day.
term AS (
    SELECT
        workday_no,
        max(day) AS last_on
    FROM cal_day
    GROUP BY workday_no
),

-- The district and its insurances from the small mart; institutions for three months only.
payable AS (
    SELECT
        TRUE AS is_whole,
        insutype,
        NULL AS fixmedins_code,
        appy_date,
        dfr_date,
        charged_yuan AS due_yuan,
        kept_yuan AS paid_yuan
    FROM mart_payable_total
    WHERE charged_yuan > 0
    UNION ALL
    SELECT
        FALSE,
        NULL,
        coalesce(fixmedins_code, '未注明'),
        appy_date,
        dfr_date,
        due_yuan,
        least(paid_yuan, due_yuan)
    FROM mart_payable
    WHERE due_yuan > 0
),

owed AS NOT MATERIALIZED (
    SELECT
        payable.is_whole,
        payable.insutype,
        payable.fixmedins_code,
        term.last_on AS due_on,
        CAST(payable.due_yuan AS DOUBLE) AS due_yuan,
        CASE
            WHEN payable.dfr_date <= term.last_on THEN CAST(payable.paid_yuan AS DOUBLE)
            ELSE 0
        END AS on_time_yuan
    FROM payable
    INNER JOIN cal_day AS applied ON applied.day = payable.appy_date
    INNER JOIN term ON term.workday_no = applied.workday_no + 30
),

part AS (
    SELECT
        CASE WHEN grouping(owed.insutype) = 0 THEN 'insutype' ELSE 'all' END AS dimension,
        CASE
            WHEN grouping(owed.insutype) = 0 THEN coalesce(owed.insutype, '未注明')
            ELSE 'all'
        END AS member,
        month.end_on,
        round(sum(owed.on_time_yuan), 2) AS on_time_yuan,
        round(sum(owed.due_yuan), 2) AS due_yuan
    FROM month
    INNER JOIN owed ON owed.due_on BETWEEN date_trunc('year', month.end_on) AND month.end_on
    WHERE owed.is_whole
    GROUP BY GROUPING SETS ((month.end_on), (month.end_on, owed.insutype))
    UNION ALL
    SELECT
        'fixmedins_code',
        owed.fixmedins_code,
        month.end_on,
        round(sum(owed.on_time_yuan), 2),
        round(sum(owed.due_yuan), 2)
    FROM month
    INNER JOIN owed ON owed.due_on BETWEEN date_trunc('year', month.end_on) AND month.end_on
    WHERE
        NOT owed.is_whole
        AND month.end_on >= date_trunc('month', CAST($as_of AS DATE) + 1) - INTERVAL 3 MONTH
    GROUP BY month.end_on, owed.fixmedins_code
)

SELECT
    dimension,
    member,
    strftime(end_on, '%Y%m') AS period,
    on_time_yuan AS numerator,
    due_yuan AS denominator,
    on_time_yuan / due_yuan AS value
FROM part
ORDER BY dimension, member, period
