/*
title    = "每月异地就医"
question = "近 12 个月每月异地就医多少人次，直接结算的占多少？"
tables   = ["mart_pay_way"]
note     = "截至日期前已过完的 12 个月，按结算月份；异地的算法见指标 F23，直接结算率见指标 F23b。"

[columns]
ym          = "月份"
fund_yuan   = "异地基金支付（元）"
direct_rate = "直接结算率"
*/

SELECT
    ym,
    sum(fund_yuan) AS fund_yuan,
    CAST(coalesce(sum(cases) FILTER (WHERE is_direct), 0) AS DOUBLE) / sum(cases) AS direct_rate
FROM mart_pay_way
WHERE
    place IN ('省内异地', '跨省异地')
    AND ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
    AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
GROUP BY ym
ORDER BY ym
