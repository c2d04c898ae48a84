/*
title    = "每月长护工单"
question = "近 12 个月每月多少张护理工单，异常的占多少？"
tables   = ["mart_care_month"]
note     = """
截至日期前已过完的 12 个月，全区合计；一次上门是一张工单，异常口径见指标 F33。"""

[columns]
ym            = "月份"
visits        = "工单（张）"
abnormal_rate = "异常工单率"
*/

SELECT
    ym,
    CAST(max(visits) AS BIGINT) AS visits,
    CAST(sum(numerator) AS DOUBLE) / nullif(CAST(sum(denominator) AS DOUBLE), 0) AS abnormal_rate
FROM (
    SELECT
        ym,
        sum(denominator) AS visits,
        sum(numerator) FILTER (WHERE measure = 'care_abnormal') AS numerator,
        sum(denominator) FILTER (WHERE measure = 'care_abnormal') AS denominator
    FROM mart_care_month
    GROUP BY ym, measure
)
WHERE
    ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
    AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
GROUP BY ym
ORDER BY ym
