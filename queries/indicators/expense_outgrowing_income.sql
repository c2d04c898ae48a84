/*
code      = "F05"
title     = "支收增速差"
formula   = "本年累计支出同比增速 − 本年累计收入同比增速"
unit      = "百分点"
parts     = ["%", "%"]
direction = "低好"
compare   = "值"
yellow    = 0.03
red       = 0.08
domain    = "基金"
basis     = ["默认：支出增速高于收入增速 3、8 个百分点"]
tables    = ["fund_incexpd_m"]
columns   = ["fund_incexpd_m.crt_amt|cum_amt"]
rows      = "fund/fund_month"
note      = "分子是支出增速，分母栏是收入增速，值是两者之差。上年同期缺报、为零或为负时不算。各险种分开。"
*/

WITH reported AS (
    SELECT
        now.insutype,
        now.rpt_ym,
        CASE
            WHEN before.expense_cum_yuan > 0
                THEN CAST(now.expense_cum_yuan AS DOUBLE) / before.expense_cum_yuan - 1
        END AS expense_growth,
        CASE
            WHEN before.income_cum_yuan > 0
                THEN CAST(now.income_cum_yuan AS DOUBLE) / before.income_cum_yuan - 1
        END AS income_growth,
        row_number() OVER (PARTITION BY now.insutype ORDER BY now.rpt_ym DESC) AS place
    FROM mart_fund_month AS now
    LEFT JOIN mart_fund_month AS before
        ON
            before.insutype = now.insutype
            AND CAST(before.rpt_ym AS INTEGER) = CAST(now.rpt_ym AS INTEGER) - 100
    WHERE now.month_end_date <= $as_of
)

SELECT
    'insutype' AS dimension,
    insutype AS member,
    rpt_ym AS period,
    expense_growth AS numerator,
    income_growth AS denominator,
    expense_growth - income_growth AS value
FROM reported
WHERE place <= 13
ORDER BY member, period
