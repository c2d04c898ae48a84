/*
title    = "异地就医去向（近 12 个月）"
question = "异地就医去省内还是跨省，住院还是门诊，直接结算多少？"
tables   = ["mart_pay_way"]
note     = "截至日期前已过完的 12 个月，按结算月份；次均费用 = 医疗总费用 ÷ 人次。"

[columns]
place        = "就医地"
care         = "就医类型"
cases        = "人次"
direct_cases = "其中直接结算"
direct_rate  = "直接结算率"
medfee_yuan  = "医疗总费用（元）"
case_amount  = "次均费用（元/人次）"
fund_yuan    = "基金支付（元）"
fund_rate    = "实际补偿比"
*/

SELECT
    place,
    care,
    CAST(sum(cases) AS BIGINT) AS cases,
    CAST(coalesce(sum(cases) FILTER (WHERE is_direct), 0) AS BIGINT) AS direct_cases,
    CAST(coalesce(sum(cases) FILTER (WHERE is_direct), 0) AS DOUBLE) / sum(cases) AS direct_rate,
    sum(medfee_yuan) AS medfee_yuan,
    CAST(sum(medfee_yuan) AS DOUBLE) / sum(cases) AS case_amount,
    sum(fund_yuan) AS fund_yuan,
    CAST(sum(fund_yuan) AS DOUBLE) / nullif(CAST(sum(medfee_yuan) AS DOUBLE), 0) AS fund_rate
FROM mart_pay_way
WHERE
    place IN ('省内异地', '跨省异地')
    AND ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
    AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
GROUP BY place, care
ORDER BY fund_yuan DESC NULLS LAST, place, care
