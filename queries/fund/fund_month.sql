/*
title    = "基金收支月报"
question = "各险种基金每月收多少、支多少、结余多少，预算执行到哪里？"
tables   = ["mart_fund_month", "mart_insutype"]
note     = "不含个人账户。月报只有本年累计的，当月数由相邻两月累计相减得出，缺上月时为空。"

[columns]
rpt_ym              = "月份"
insutype_name       = "险种"
income_yuan         = "当月收入（元）"
expense_yuan        = "当月支出（元）"
income_cum_yuan     = "本年累计收入（元）"
expense_cum_yuan    = "本年累计支出（元）"
end_balance_yuan    = "期末累计结余（元）"
income_budget_yuan  = "收入年预算（元）"
expense_budget_yuan = "支出年预算（元）"
insured_persons     = "参保人数（人）"
*/

SELECT
    mart_fund_month.rpt_ym,
    coalesce(mart_insutype.short_name, mart_fund_month.insutype) AS insutype_name,
    mart_fund_month.income_yuan,
    mart_fund_month.expense_yuan,
    mart_fund_month.income_cum_yuan,
    mart_fund_month.expense_cum_yuan,
    mart_fund_month.end_balance_yuan,
    mart_fund_month.income_budget_yuan,
    mart_fund_month.expense_budget_yuan,
    mart_fund_month.insured_persons
FROM mart_fund_month
LEFT JOIN mart_insutype USING (insutype)
WHERE mart_fund_month.month_end_date <= $as_of
ORDER BY mart_fund_month.rpt_ym DESC, mart_fund_month.insutype
