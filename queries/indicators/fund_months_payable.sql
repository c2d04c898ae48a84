/*
code      = "F01"
title     = "统筹基金可支付月数"
formula   = "期末累计结余 ÷ 近 12 个月平均月支出"
unit      = "个月"
parts     = ["万元", "万元"]
direction = "高好"
compare   = "值"
yellow    = 6
red       = 3
blue      = 15
domain    = "基金"
basis     = ["法规（须核对）：人社部发〔2009〕67号，统筹基金累计结余以够支付 6 至 9 个月为宜，超过 15 个月为结余过多，低于 3 个月为结余不足"]
tables    = ["fund_incexpd_m"]
columns   = ["fund_incexpd_m.end_balc", "fund_incexpd_m.crt_amt|cum_amt"]
rows      = "fund/fund_month"
note      = "各险种基金分开核算，不合并；不含个人账户。月报不足 12 个月时，用当年累计支出 ÷ 当年月数作平均月支出。"
*/

WITH spent AS (
    SELECT
        insutype,
        rpt_ym,
        end_balance_yuan,
        CASE
            WHEN count(expense_yuan) OVER past_year = 12
                THEN CAST(sum(expense_yuan) OVER past_year AS DOUBLE) / 12
            ELSE CAST(expense_cum_yuan AS DOUBLE) / month_no
        END AS monthly_expense_yuan,
        row_number() OVER (PARTITION BY insutype ORDER BY rpt_ym DESC) AS place
    FROM mart_fund_month
    WHERE month_end_date <= $as_of
    WINDOW past_year AS (
        PARTITION BY insutype
        ORDER BY CAST(left(rpt_ym, 4) AS INTEGER) * 12 + month_no
        RANGE BETWEEN 11 PRECEDING AND CURRENT ROW
    )
)

SELECT
    'insutype' AS dimension,
    insutype AS member,
    rpt_ym AS period,
    CAST(end_balance_yuan AS DOUBLE) AS numerator,
    monthly_expense_yuan AS denominator,
    CASE
        WHEN monthly_expense_yuan > 0
            THEN CAST(end_balance_yuan AS DOUBLE) / monthly_expense_yuan
    END AS value
FROM spent
WHERE place <= 13
ORDER BY member, period
