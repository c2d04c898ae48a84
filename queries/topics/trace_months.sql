/*
title    = "每月追溯码"
question = "近 12 个月每月药品追溯码上传了多少，发现多少重复码？"
tables   = ["mart_trace_month"]
note     = "截至日期前已过完的 12 个月，全区合计；上传率只计 2025-07-01 起。重复码按第二次使用的月份。"

[columns]
ym             = "月份"
upload_rate    = "上传率"
repeated_items = "重复码（个）"
*/

SELECT
    ym,
    CAST(sum(numerator) FILTER (WHERE measure = 'trace_upload') AS DOUBLE)
    / nullif(sum(denominator) FILTER (WHERE measure = 'trace_upload'), 0) AS upload_rate,
    CAST(sum(numerator) FILTER (WHERE measure = 'trace_repeat') AS BIGINT) AS repeated_items
FROM mart_trace_month
WHERE
    ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
    AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
GROUP BY ym
ORDER BY ym
