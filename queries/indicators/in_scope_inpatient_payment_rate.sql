/*
code      = "F18"
title     = "政策范围内住院报销比例"
formula   = "住院基金支付 ÷ 住院政策范围内费用"
unit      = "%"
parts     = ["万元", "万元"]
direction = "高好"
compare   = "值"
yellow    = { "310" = 0.8, "390" = 0.7 }
red       = { "310" = 0.75, "390" = 0.65 }
domain    = "基金"
basis     = ["法规（须核对）：“十四五”全民医疗保障规划，职工 80%、居民 70% 左右；默认：再低 5 个百分点为红"]
tables    = ["mdtrt_d", "setl_d"]
columns   = ["setl_d.fund_pay_sumamt", "setl_d.inscp_amt"]
rows      = "fund/stays_by_institution"
note      = "按结算月份，本年一月起累计。基金支付含大病、救助等各项基金。全区的灯取职工、居民中较差的。"
*/

SELECT
    total.dimension,
    total.member,
    period.period,
    CAST(total.stay_fund_yuan AS DOUBLE) AS numerator,
    CAST(total.stay_inscp_yuan AS DOUBLE) AS denominator,
    CAST(total.stay_fund_yuan AS DOUBLE) / nullif(CAST(total.stay_inscp_yuan AS DOUBLE), 0) AS value
FROM mart_period AS period
INNER JOIN mart_care_ytd AS total USING (ym)
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND total.stay_inscp_yuan IS NOT NULL
    AND (total.dimension <> 'fixmedins_code' OR period.back < 3)
ORDER BY total.dimension, total.member, period.period
