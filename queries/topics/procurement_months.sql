/*
title    = "每月集采回款与高价非中选"
question = "近 12 个月到期货款按期付了多少，高价非中选药品占多少？"
tables   = ["mart_procurement_month"]
note     = """
截至日期前已过完的 12 个月，全区合计。回款及时率按入库后第 30 天所在月份，高价非中选占比按下单月份；口径见指标 F29b、F28。"""

[columns]
ym          = "月份"
timely_rate = "回款及时率"
dear_rate   = "高价非中选占比"
*/

SELECT
    ym,
    CAST(sum(numerator) FILTER (WHERE measure = 'timely_payment') AS DOUBLE)
    / nullif(sum(denominator) FILTER (WHERE measure = 'timely_payment'), 0) AS timely_rate,
    CAST(sum(numerator) FILTER (WHERE measure = 'dear_purchase') AS DOUBLE)
    / nullif(sum(denominator) FILTER (WHERE measure = 'dear_purchase'), 0) AS dear_rate
FROM mart_procurement_month
WHERE
    ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
    AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
GROUP BY ym
ORDER BY ym
