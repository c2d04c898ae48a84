/*
code      = "F19"
title     = "实际补偿比"
formula   = "基金支付 ÷ 医疗总费用"
unit      = "%"
parts     = ["万元", "万元"]
direction = "高好"
compare   = "同比"
yellow    = 0.03
red       = 0.05
domain    = "基金"
basis     = ["默认：比上年同期下降 3、5 个百分点"]
tables    = ["setl_d"]
columns   = ["setl_d.fund_pay_sumamt", "setl_d.medfee_sumamt"]
rows      = "fund/settlements_by_institution"
note      = "全部结算（住院、门诊、药店），按结算月份，本年一月起累计。"
*/

SELECT
    total.dimension,
    total.member,
    period.period,
    CAST(total.fund_yuan AS DOUBLE) AS numerator,
    CAST(total.medfee_yuan AS DOUBLE) AS denominator,
    CAST(total.fund_yuan AS DOUBLE) / nullif(CAST(total.medfee_yuan AS DOUBLE), 0) AS value
FROM mart_period AS period
INNER JOIN mart_care_ytd AS total USING (ym)
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND total.medfee_yuan IS NOT NULL
    AND (total.dimension <> 'fixmedins_code' OR period.back < 3)
ORDER BY total.dimension, total.member, period.period
