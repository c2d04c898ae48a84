/*
title  = "机构比率的年累计"
grain  = "一项比率、一个月（年初累计到该月）、一个维度的一个成员一行"
tables = ["mart_share_month", "mart_share_period", "mart_institution"]
note   = """
维度 all 全区、fixmedins_code 机构、town_name 镇街（登记地址写得出的）；护理机构的维度是 ltc_medins_code。
平台采购额不超过该机构同期的商品采购额：先按机构年累计，超出的部分不抵别的机构。
"""
*/
WITH month AS (
    SELECT DISTINCT
        measure,
        period,
        CAST(left(period, 4) AS INTEGER) * 12 + CAST(right(period, 2) AS INTEGER) - 1 AS month_no
    FROM mart_share_period
),

summed AS (
    SELECT
        measure,
        month.period,
        part.fixmedins_code,
        sum(part.numerator) AS numerator,
        sum(part.denominator) AS denominator
    FROM month
    INNER JOIN mart_share_month AS part USING (measure)
    WHERE part.month_no BETWEEN month.month_no // 12 * 12 AND month.month_no
    GROUP BY measure, month.period, part.fixmedins_code
),

placed AS (
    SELECT
        summed.measure,
        summed.period,
        summed.fixmedins_code,
        institution.town_name,
        CASE
            WHEN summed.measure = 'platform_purchase'
                THEN least(summed.numerator, greatest(summed.denominator, 0))
            ELSE summed.numerator
        END AS numerator,
        greatest(summed.denominator, 0) AS denominator
    FROM summed
    LEFT JOIN mart_institution AS institution USING (fixmedins_code)
)

SELECT
    measure,
    period,
    CASE
        WHEN grouping(fixmedins_code) = 0
            THEN CASE WHEN measure LIKE 'care_%' THEN 'ltc_medins_code' ELSE 'fixmedins_code' END
        WHEN grouping(town_name) = 0 THEN 'town_name'
        ELSE 'all'
    END AS dimension,
    CASE
        WHEN grouping(fixmedins_code) = 0 THEN fixmedins_code
        WHEN grouping(town_name) = 0 THEN town_name
        ELSE 'all'
    END AS member,
    CAST(sum(numerator) AS DECIMAL(18, 4)) AS numerator,
    CAST(sum(denominator) AS DECIMAL(18, 4)) AS denominator
FROM placed
GROUP BY
    GROUPING SETS (
        (measure, period), (measure, period, fixmedins_code), (measure, period, town_name)
    )
HAVING sum(denominator) > 0 AND (grouping(town_name) = 1 OR town_name IS NOT NULL)
ORDER BY measure, period, dimension, member
