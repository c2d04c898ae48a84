/*
title    = "血透概况（近 12 个月）"
question = "近 12 个月全区透析多少次、多少人月，几家机构多少机台，花多少基金？"
tables   = ["mart_dialysis_month", "institution"]
note     = "截至日期前已过完的 12 个月，各机构合计；人月是各机构各月透析人数之和；机台按医院登记。"

[columns]
sessions      = "近 12 个月透析（次）"
person_months = "透析人月"
institutions  = "开展机构（家）"
machines      = "血透机台（台）"
fund_yuan     = "基金支付（万元）"
*/

WITH counted AS (
    SELECT
        fixmedins_code,
        sum(sessions) AS sessions,
        sum(persons) AS person_months,
        sum(fund_yuan) AS fund_yuan
    FROM mart_dialysis_month
    WHERE
        ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
        AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
    GROUP BY fixmedins_code
)

SELECT
    CAST(sum(c.sessions) AS BIGINT) AS sessions,
    CAST(sum(c.person_months) AS BIGINT) AS person_months,
    count(*) AS institutions,
    CAST(sum(i.dialy_mach_cnt) AS BIGINT) AS machines,
    sum(c.fund_yuan) AS fund_yuan
FROM counted AS c
LEFT JOIN institution AS i ON i.fixmedins_code = c.fixmedins_code
HAVING count(*) > 0
