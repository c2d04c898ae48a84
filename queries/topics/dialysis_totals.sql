/*
title    = "血透概况（近 12 个月）"
question = "近 12 个月全区透析多少次、多少人月，花多少基金？"
tables   = ["mart_dialysis_month"]
note     = "截至日期前已过完的 12 个月，各机构合计；人月是各机构各月透析人数之和。"

[columns]
sessions      = "透析（次）"
person_months = "透析人月"
institutions  = "开展机构（家）"
fund_yuan     = "基金支付（万元）"
*/

SELECT
    CAST(sum(sessions) AS BIGINT) AS sessions,
    CAST(sum(persons) AS BIGINT) AS person_months,
    count(DISTINCT fixmedins_code) AS institutions,
    sum(fund_yuan) AS fund_yuan
FROM mart_dialysis_month
WHERE
    ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
    AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
HAVING count(*) > 0
