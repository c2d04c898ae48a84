/*
title    = "每月血透"
question = "近 12 个月每月透析多少次，花多少基金？"
tables   = ["mart_dialysis_month"]
note     = "截至日期前已过完的 12 个月；次数是净数量，已减退费。"

[columns]
ym        = "月份"
sessions  = "透析（次）"
fund_yuan = "基金（元）"
*/

SELECT
    ym,
    CAST(sum(sessions) AS BIGINT) AS sessions,
    sum(fund_yuan) AS fund_yuan
FROM mart_dialysis_month
WHERE
    ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
    AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
GROUP BY ym
ORDER BY ym
