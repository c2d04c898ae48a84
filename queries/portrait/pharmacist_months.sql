/*
title    = "药师各月业务"
question = "这名药师每月经手多少销售，多少处方药没有处方号，多少是代购？"
tables   = ["mart_pharmacist_month"]
note     = "笔数已减退货；处方药指处方药标志为“是”的。"

[columns]
ym              = "月份"
sales           = "销售（笔）"
persons         = "购药人（人）"
days            = "有销售的天数"
sale_yuan       = "销售金额（元）"
rx_sales        = "处方药（笔）"
rx_missing      = "无处方号的处方药（笔）"
rx_missing_rate = "无处方号占比"
agent_sales     = "代购（笔）"

[params.member]
label = "机构编号|药师证号"
*/

SELECT
    ym,
    sales,
    persons,
    days,
    sale_yuan,
    rx_sales,
    rx_missing,
    CAST(rx_missing AS DOUBLE) / nullif(rx_sales, 0) AS rx_missing_rate,
    agent_sales
FROM mart_pharmacist_month
WHERE
    fixmedins_code || '|' || phar_code = $member
    AND (ym = '未注明' OR ym <= strftime(CAST($as_of AS DATE), '%Y%m'))
ORDER BY ym DESC
LIMIT 24
