/*
title  = "医疗类别归类"
grain  = "结算里出现过的一个医疗类别一行"
tables = ["setl_d"]
note   = """
就医类型 care：门诊含普通门诊、急诊、门诊慢特病；药店为 41、93；住院同“住院”视图；其余为其他。
没有写医疗类别的不在内，用时归其他。"""
*/
WITH kind AS (
    SELECT DISTINCT s.med_type
    FROM setl_d AS s
    WHERE s.med_type IS NOT NULL
)

SELECT
    med_type,
    CASE
        WHEN left(med_type, 2) IN ('41', '93') THEN '药店'
        WHEN
            left(med_type, 2) BETWEEN '21' AND '29'
            OR left(med_type, 2) IN ('52', '55', '92')
            OR left(med_type, 4) IN ('5302', '9934')
            OR med_type = '990301'
            THEN '住院'
        WHEN
            left(med_type, 2) IN ('11', '12', '13', '14', '15', '16', '51', '81', '91')
            OR left(med_type, 4) IN ('5301', '9906', '9933')
            -- Other codes under 9903 are referral (990301) and nursing (990302).
            OR med_type = '9903'
            THEN '门诊'
        ELSE '其他'
    END AS care
FROM kind
