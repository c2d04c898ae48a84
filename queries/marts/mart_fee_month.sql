/*
title  = "费用类别月度汇总"
grain  = "一个费用发生月、机构、就医类型一行；没有发生日期的归入“未注明”；金额单位元"
tables = ["net_fee", "med_kind"]
note   = """
按收费项目类别（med_chrgitm_type）：药品为西药 09、中成药 11；饮片 10；检查 03（含 1408 核磁、1409 CT、1410 彩超、145301 放射）；
化验 04；耗材 08（含 1402、1403）。没有类别的按目录类别：101 药品、102 饮片、301 耗材。未结算的明细计入。
"""
*/
-- Codes are classed after grouping: some dozens of codes instead of every line.
WITH summed AS (
    SELECT
        coalesce(strftime(month_on, '%Y%m'), '未注明') AS ym,
        fixmedins_code,
        med_type,
        med_chrgitm_type,
        list_type,
        sum(det_item_fee_sumamt) AS fee_yuan
    FROM (
        SELECT
            date_trunc('month', fee_date) AS month_on,
            fixmedins_code, med_type, med_chrgitm_type, list_type, det_item_fee_sumamt
        FROM net_fee
    )
    GROUP BY month_on, fixmedins_code, med_type, med_chrgitm_type, list_type
),

classed AS (
    SELECT
        summed.*,
        coalesce(kind.care, '其他') AS care,
        CASE
            WHEN left(med_chrgitm_type, 2) IN ('09', '11') THEN '药品'
            WHEN left(med_chrgitm_type, 2) = '10' THEN '饮片'
            WHEN
                left(med_chrgitm_type, 2) = '03'
                OR med_chrgitm_type IN ('1408', '1409', '1410', '145301')
                THEN '检查'
            WHEN left(med_chrgitm_type, 2) = '04' THEN '化验'
            WHEN
                left(med_chrgitm_type, 2) = '08' OR med_chrgitm_type IN ('1402', '1403')
                THEN '耗材'
            WHEN med_chrgitm_type IS NOT NULL THEN '其他'
            WHEN list_type = '101' THEN '药品'
            WHEN list_type = '102' THEN '饮片'
            WHEN list_type = '301' THEN '耗材'
            WHEN list_type IS NOT NULL THEN '其他'
        END AS class
    FROM summed
    LEFT JOIN med_kind AS kind USING (med_type)
)

SELECT
    ym,
    fixmedins_code,
    care,
    CAST(sum(fee_yuan) AS DECIMAL(18, 2)) AS fee_yuan,
    CAST(sum(fee_yuan) FILTER (WHERE class IS NOT NULL) AS DECIMAL(18, 2)) AS classed_yuan,
    CAST(sum(fee_yuan) FILTER (WHERE class = '药品') AS DECIMAL(18, 2)) AS drug_yuan,
    CAST(sum(fee_yuan) FILTER (WHERE class = '饮片') AS DECIMAL(18, 2)) AS herb_yuan,
    CAST(sum(fee_yuan) FILTER (WHERE class = '检查') AS DECIMAL(18, 2)) AS exam_yuan,
    CAST(sum(fee_yuan) FILTER (WHERE class = '化验') AS DECIMAL(18, 2)) AS test_yuan,
    CAST(sum(fee_yuan) FILTER (WHERE class = '耗材') AS DECIMAL(18, 2)) AS material_yuan
FROM classed
GROUP BY ym, fixmedins_code, care
ORDER BY ym, fixmedins_code, care
