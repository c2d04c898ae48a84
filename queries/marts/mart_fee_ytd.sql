/*
title  = "费用类别年累计"
grain  = "一个月（年初累计到该月）、一个维度的一个成员一行；金额单位元"
tables = ["mart_month", "mart_fee_month", "mart_care_ytd"]
note   = """
维度 all 全区、care 就医类型、fixmedins_code 机构；不含药店购药。按费用发生月份；classed_yuan 是知道类别的费用。cases 是同期住院和门诊人次。“未注明”不按年分。
"""
*/
WITH counted AS (
    SELECT
        upto.ym AS upto_ym,
        part.ym
    FROM mart_month AS upto
    INNER JOIN mart_month AS part
        ON part.in_year = upto.in_year AND part.month_no <= upto.month_no
    UNION ALL
    SELECT
        '未注明',
        '未注明'
),

total AS (
    SELECT
        upto_ym AS ym,
        CASE
            WHEN grouping(fixmedins_code) = 0 THEN 'fixmedins_code'
            WHEN grouping(care) = 0 THEN 'care'
            ELSE 'all'
        END AS dimension,
        CASE
            WHEN grouping(fixmedins_code) = 0 THEN coalesce(fixmedins_code, '未注明')
            WHEN grouping(care) = 0 THEN care
            ELSE 'all'
        END AS member,
        CAST(sum(fee_yuan) AS DECIMAL(18, 2)) AS fee_yuan,
        CAST(sum(classed_yuan) AS DECIMAL(18, 2)) AS classed_yuan,
        CAST(sum(drug_yuan) AS DECIMAL(18, 2)) AS drug_yuan,
        CAST(sum(herb_yuan) AS DECIMAL(18, 2)) AS herb_yuan,
        CAST(sum(exam_yuan) AS DECIMAL(18, 2)) AS exam_yuan,
        CAST(sum(test_yuan) AS DECIMAL(18, 2)) AS test_yuan,
        CAST(sum(material_yuan) AS DECIMAL(18, 2)) AS material_yuan
    FROM counted
    INNER JOIN mart_fee_month USING (ym)
    WHERE care <> '药店'
    GROUP BY GROUPING SETS ((upto_ym), (upto_ym, care), (upto_ym, fixmedins_code))
)

SELECT
    total.*,
    coalesce(care.stays, 0) + coalesce(care.visits, 0) AS cases
FROM total
LEFT JOIN mart_care_ytd AS care
    ON care.ym = total.ym AND care.dimension = total.dimension AND care.member = total.member
ORDER BY total.ym, total.dimension, total.member
