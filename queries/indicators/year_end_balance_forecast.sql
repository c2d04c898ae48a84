/*
code      = "F06"
title     = "年末结余预测"
formula   = "期末累计结余 + 余下各月预测收入 − 余下各月预测支出；余下各月 = 本年累计 × 上年余下各月 ÷ 上年同期累计"
unit      = "万元"
parts     = ["万元", "万元"]
direction = "高好"
compare   = "值"
red       = 0
domain    = "基金"
basis     = ["默认：预测年末累计结余为负"]
tables    = ["fund_incexpd_m"]
columns   = ["fund_incexpd_m.end_balc", "fund_incexpd_m.crt_amt|cum_amt"]
rows      = "fund/fund_month"
note      = "季节因子取上年各月占全年的比重，不含政策变化。分子是余下各月预测结余，分母栏是期末累计结余。没有上年全年月报时不算。"
*/

WITH reported AS (
    SELECT
        now.insutype,
        now.rpt_ym,
        CAST(now.end_balance_yuan AS DOUBLE) AS balance_yuan,
        CASE
            WHEN now.month_no = 12 THEN 0
            WHEN before.income_cum_yuan > 0
                THEN
                    CAST(now.income_cum_yuan AS DOUBLE)
                    * (CAST(ended.income_cum_yuan AS DOUBLE) / before.income_cum_yuan - 1)
        END AS income_yuan,
        CASE
            WHEN now.month_no = 12 THEN 0
            WHEN before.expense_cum_yuan > 0
                THEN
                    CAST(now.expense_cum_yuan AS DOUBLE)
                    * (CAST(ended.expense_cum_yuan AS DOUBLE) / before.expense_cum_yuan - 1)
        END AS expense_yuan,
        row_number() OVER (PARTITION BY now.insutype ORDER BY now.rpt_ym DESC) AS place
    FROM mart_fund_month AS now
    LEFT JOIN mart_fund_month AS before
        ON
            before.insutype = now.insutype
            AND CAST(before.rpt_ym AS INTEGER) = CAST(now.rpt_ym AS INTEGER) - 100
    LEFT JOIN mart_fund_month AS ended
        ON
            ended.insutype = now.insutype
            AND ended.month_no = 12
            AND CAST(left(ended.rpt_ym, 4) AS INTEGER) = CAST(left(now.rpt_ym, 4) AS INTEGER) - 1
    WHERE now.month_end_date <= $as_of
)

SELECT
    'insutype' AS dimension,
    insutype AS member,
    rpt_ym AS period,
    round(income_yuan - expense_yuan, 2) AS numerator,
    balance_yuan AS denominator,
    round(balance_yuan + income_yuan - expense_yuan, 2) AS value
FROM reported
WHERE place <= 13
ORDER BY member, period
