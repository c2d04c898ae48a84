/*
title    = "机构各月的基金与疑点"
question = "这家机构近两年每月支付多少基金，发生多少疑点？"
tables   = ["mart_month", "mart_setl_month", "mart_lead"]
note     = "基金按结算月份，疑点按发生日期的月份；没有日期的不在图上。疑点不等于违规。"

[columns]
ym         = "月份"
fund_yuan  = "基金支付（元）"
visits     = "人次"
items      = "疑点（条）"
lead_yuan  = "疑点涉及基金（元）"

[params.fixmedins_code]
label = "机构编号"
*/

WITH month AS (
    SELECT ym
    FROM mart_month
    WHERE ym <= strftime(CAST($as_of AS DATE), '%Y%m')
    ORDER BY ym DESC
    LIMIT 24
),

paid AS (
    SELECT
        ym,
        sum(fund_yuan) AS fund_yuan,
        sum(visits) AS visits
    FROM mart_setl_month
    WHERE coalesce(fixmedins_code, '未注明') = $fixmedins_code
    GROUP BY ym
),

found AS (
    SELECT
        ym,
        count(*) AS items,
        sum(fund_yuan) AS lead_yuan
    FROM mart_lead
    WHERE
        coalesce(fixmedins_code, '未注明') = $fixmedins_code
        AND (event_date IS NULL OR event_date <= $as_of)
    GROUP BY ym
)

SELECT
    month.ym,
    coalesce(paid.fund_yuan, 0) AS fund_yuan,
    CAST(coalesce(paid.visits, 0) AS BIGINT) AS visits,
    coalesce(found.items, 0) AS items,
    found.lead_yuan
FROM month
LEFT JOIN paid ON paid.ym = month.ym
LEFT JOIN found ON found.ym = month.ym
ORDER BY month.ym
