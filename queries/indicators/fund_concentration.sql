/*
code      = "F22"
title     = "基金支付集中度"
formula   = "基金支付最多的 10 家机构的基金支付 ÷ 全部机构基金支付"
unit      = "%"
parts     = ["万元", "万元"]
direction = "低好"
compare   = "环比"
yellow    = 0.03
domain    = "基金"
basis     = ["默认：比上期上升 3 个百分点"]
tables    = ["setl_d"]
columns   = ["setl_d.fund_pay_sumamt", "setl_d.fixmedins_code"]
rows      = "fund/fund_by_institution"
note      = "全部结算，按结算月份，本年一月起累计；机构一栏是前 10 家各自的占比，明细行另给各家占比的平方和（HHI）。"
*/

WITH top AS (
    SELECT
        period.period,
        period.back,
        total.member,
        total.fund_yuan,
        total.all_yuan
    FROM mart_period AS period
    INNER JOIN mart_fund_top AS total USING (ym)
    WHERE $as_of BETWEEN period.first_on AND period.last_on
)

SELECT
    'all' AS dimension,
    'all' AS member,
    period,
    sum(fund_yuan) AS numerator,
    any_value(all_yuan) AS denominator,
    sum(fund_yuan) / nullif(any_value(all_yuan), 0) AS value
FROM top
GROUP BY period
UNION ALL
SELECT
    'fixmedins_code',
    member,
    period,
    fund_yuan,
    all_yuan,
    fund_yuan / nullif(all_yuan, 0)
FROM top
WHERE back < 3
ORDER BY dimension, member, period
