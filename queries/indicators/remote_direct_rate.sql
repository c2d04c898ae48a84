/*
code      = "F23b"
title     = "异地就医直接结算率"
formula   = "异地就医直接结算人次 ÷ 异地就医人次"
unit      = "%"
parts     = ["人次", "人次"]
direction = "高好"
compare   = "值"
yellow    = 0.7
domain    = "基金"
basis     = ["法规（须核对）：“十四五”全民医疗保障规划，住院费用跨省直接结算率 70% 以上"]
tables    = ["setl_d"]
columns   = ["setl_d.pay_loc"]
rows      = "fund/remote_care"
idle      = "没有异地就医，或没有一笔写明是直接结算"
note      = """
按结算月份，本年一月起累计。人次含住院和门诊，不含药店购药；规划的口径是跨省住院，见就医类型、就医地各栏，同一条线。
支付地点类别为省内异地、省外异地的是直接结算，中心（手工）报销的不是；一个人次有一笔直接结算就算。没有拿回来报销的不在数据里。"""
*/

WITH remote AS (
    SELECT
        period.period,
        coalesce(way.insutype, '未注明') AS insutype,
        way.place,
        way.care,
        way.cases,
        CASE WHEN way.is_direct THEN way.cases ELSE 0 END AS direct_cases
    FROM mart_period AS period
    -- From January on; what has no date is a period of its own.
    INNER JOIN mart_pay_way AS way
        ON way.ym BETWEEN least(period.ym, left(period.ym, 4) || '01') AND period.ym
    WHERE
        $as_of BETWEEN period.first_on AND period.last_on
        AND way.place IN ('省内异地', '跨省异地')
        AND way.care IN ('住院', '门诊')
        AND EXISTS (SELECT 1 FROM mart_pay_way WHERE is_direct)
)

SELECT
    CASE
        WHEN grouping(insutype) = 0 THEN 'insutype'
        WHEN grouping(place) = 0 THEN 'place'
        WHEN grouping(care) = 0 THEN 'care'
        ELSE 'all'
    END AS dimension,
    CASE
        WHEN grouping(insutype) = 0 THEN insutype
        WHEN grouping(place) = 0 THEN place
        WHEN grouping(care) = 0 THEN care
        ELSE 'all'
    END AS member,
    period,
    CAST(sum(direct_cases) AS DOUBLE) AS numerator,
    CAST(sum(cases) AS DOUBLE) AS denominator,
    CAST(sum(direct_cases) AS DOUBLE) / sum(cases) AS value
FROM remote
GROUP BY GROUPING SETS ((period), (period, insutype), (period, place), (period, care))
ORDER BY dimension, member, period
