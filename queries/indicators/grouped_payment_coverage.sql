/*
code      = "F24"
title     = "DRG/DIP 付费覆盖率"
formula   = "按 DRG、DIP 清算的住院人次 ÷ 知道清算方式的住院人次"
unit      = "%"
parts     = ["人次", "人次"]
direction = "高好"
compare   = "值"
yellow    = 0.7
domain    = "基金"
basis     = ["法规（须核对）：《DRG/DIP 支付方式改革三年行动计划》（医保发〔2021〕48号），按 DRG/DIP 付费的基金支出占统筹区内住院基金支出 70%"]
tables    = ["setl_d"]
columns   = ["setl_d.clr_way", "setl_d.med_type"]
rows      = "fund/grouped_stays"
idle      = "没有一次本地住院写明了 DRG、DIP 或其他清算方式"
note      = """
按结算月份，本年一月起累计；本地住院，不含异地就医。这里按人次算，文件的 70% 按基金支出算，须注意口径。
清算方式写明 DRG、DIP、病组、病种分值的算覆盖；没有写的、只有数字代码的（国家没有统一代码）不计入分母。
特例单议率没有数据：没有一个表记录特例单议的申请。"""
*/

WITH stayed AS (
    SELECT
        period.period,
        period.back,
        coalesce(way.insutype, '未注明') AS insutype,
        coalesce(way.fixmedins_code, '未注明') AS fixmedins_code,
        way.cases,
        CASE WHEN way.is_grouped THEN way.cases ELSE 0 END AS grouped_cases
    FROM mart_period AS period
    -- From January on; what has no date is a period of its own.
    INNER JOIN mart_pay_way AS way
        ON way.ym BETWEEN least(period.ym, left(period.ym, 4) || '01') AND period.ym
    WHERE
        $as_of BETWEEN period.first_on AND period.last_on
        AND way.care = '住院'
        AND coalesce(way.place, '本地') = '本地'
        AND way.is_grouped IS NOT NULL
)

SELECT
    CASE
        WHEN grouping(insutype) = 0 THEN 'insutype'
        WHEN grouping(fixmedins_code) = 0 THEN 'fixmedins_code'
        ELSE 'all'
    END AS dimension,
    CASE
        WHEN grouping(insutype) = 0 THEN insutype
        WHEN grouping(fixmedins_code) = 0 THEN fixmedins_code
        ELSE 'all'
    END AS member,
    period,
    CAST(sum(grouped_cases) AS DOUBLE) AS numerator,
    CAST(sum(cases) AS DOUBLE) AS denominator,
    CAST(sum(grouped_cases) AS DOUBLE) / sum(cases) AS value
FROM stayed
GROUP BY GROUPING SETS ((period), (period, insutype), (period, fixmedins_code))
HAVING grouping(fixmedins_code) = 1 OR min(back) < 3
ORDER BY dimension, member, period
