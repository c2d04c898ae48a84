/*
title    = "每月药店人脸核验与无处方销售"
question = "近 12 个月药店人脸核验占多少，多少笔处方药没有处方号？"
tables   = ["mart_store_month", "mart_store_sale_month"]
note     = """
截至日期前已过完的 12 个月，全区药店合计；人脸核验口径见指标 F31，没有处方号的处方药按笔数，已减退货。"""

[columns]
ym         = "月份"
face_rate  = "人脸核验率"
rx_missing = "处方药没有处方号（笔）"
*/

WITH checked AS (
    SELECT
        ym,
        sum(numerator) AS faced,
        sum(denominator) AS receipts
    FROM mart_store_month
    WHERE measure = 'face_checked'
    GROUP BY ym
),

sold AS (
    SELECT
        ym,
        sum(rx_missing) AS rx_missing
    FROM mart_store_sale_month
    GROUP BY ym
)

SELECT
    ym,
    CAST(c.faced AS DOUBLE) / nullif(CAST(c.receipts AS DOUBLE), 0) AS face_rate,
    CAST(s.rx_missing AS BIGINT) AS rx_missing
FROM checked AS c
FULL JOIN sold AS s USING (ym)
WHERE
    ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
    AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
ORDER BY ym
