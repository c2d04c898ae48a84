/*
code      = "F02"
title     = "当期收支结余率"
formula   = "（本年累计收入 − 本年累计支出）÷ 本年累计收入"
unit      = "%"
parts     = ["万元", "万元"]
direction = "高好"
compare   = "值"
yellow    = 0.03
red       = 0
domain    = "基金"
basis     = ["方案：通川2025专项整治责任分工“确保基金当期不出现赤字”，低于 0 为赤字", "默认：低于 3% 提示"]
tables    = ["fund_incexpd_m"]
columns   = ["fund_incexpd_m.crt_amt|cum_amt"]
rows      = "fund/fund_month"
note      = "各险种基金分开核算，不合并；不含个人账户。本年累计没有填时用本年各月相加，中间缺月不算。"
*/

WITH reported AS (
    SELECT
        insutype,
        rpt_ym,
        CAST(income_cum_yuan AS DOUBLE) AS income_yuan,
        CAST(expense_cum_yuan AS DOUBLE) AS expense_yuan,
        row_number() OVER (PARTITION BY insutype ORDER BY rpt_ym DESC) AS place
    FROM mart_fund_month
    WHERE month_end_date <= $as_of
)

SELECT
    'insutype' AS dimension,
    insutype AS member,
    rpt_ym AS period,
    round(income_yuan - expense_yuan, 2) AS numerator,
    income_yuan AS denominator,
    CASE
        WHEN income_yuan > 0 THEN round(income_yuan - expense_yuan, 2) / income_yuan
    END AS value
FROM reported
WHERE place <= 13
ORDER BY member, period
