/*
code      = "F13"
title     = "百门诊住院率"
formula   = "住院人次 ÷ 门急诊人次 × 100"
unit      = "人次/百人次"
parts     = ["人次", "人次"]
direction = "低好"
compare   = "同级"
yellow    = 0.8
red       = 0.95
domain    = "基金"
basis     = ["默认：机构高于同类型同等级机构的第 80、95 百分位"]
tables    = ["mdtrt_d", "setl_d"]
columns   = ["setl_d.med_type", "setl_d.setl_time|enddate"]
rows      = "fund/stays_by_institution"
note      = """
按结算月份，本年一月起累计。门急诊人次同一人、同一机构、同一天算一次，含门诊慢特病，不含药店购药；只有住院或只有门诊的机构不比。
全区的灯看机构：最近三期至少两期不低于同级第 80 百分位、偏离程度（稳健 z 值）不低于 3.5、门急诊不少于 30 人次，才亮灯。"""
*/

SELECT
    total.dimension,
    total.member,
    period.period,
    CAST(total.stays AS DOUBLE) AS numerator,
    CAST(total.visits AS DOUBLE) AS denominator,
    100 * CAST(total.stays AS DOUBLE) / nullif(CAST(total.visits AS DOUBLE), 0) AS value
FROM mart_period AS period
INNER JOIN mart_care_ytd AS total USING (ym)
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND total.stays IS NOT NULL
    AND total.visits IS NOT NULL
    AND (total.dimension <> 'fixmedins_code' OR period.back < 3)
ORDER BY total.dimension, total.member, period.period
