/*
code      = "Q16"
title     = "异常单据复审率"
formula   = "支付以前复审的异常单据 ÷ 已支付或已复审的异常单据"
unit      = "%"
parts     = ["张", "张"]
direction = "高好"
compare   = "值"
red       = 1
domain    = "督导"
basis     = ["方案：通川2025专项整治责任分工，异常单据 100% 人工复审"]
tables    = ["bill_review"]
columns   = ["bill_review.abn_flag", "bill_review.chk2_time|chk2_psn_code", "bill_review.pay_time|chk2_time|chk1_time"]
rows      = "fund/bills_by_institution"
note      = "低于 100% 即红。只计系统标为异常的单据；还没有支付、也没有复审的在途单据不计，支付后补的复审不算。写了复审人而没有时间的算复审。口径同规则 R78，按支付月份，本年一月起累计。"
*/

SELECT
    total.dimension,
    total.member,
    period.period,
    CAST(total.numerator AS DOUBLE) AS numerator,
    CAST(total.denominator AS DOUBLE) AS denominator,
    CAST(total.numerator AS DOUBLE) / CAST(total.denominator AS DOUBLE) AS value
FROM mart_share_period AS period
INNER JOIN mart_share_ytd AS total USING (measure, period)
WHERE
    period.measure = 'bill_review'
    AND $as_of BETWEEN period.first_on AND period.last_on
    AND (total.dimension IN ('all', 'town_name') OR period.back < 3)
ORDER BY total.dimension, total.member, period.period
