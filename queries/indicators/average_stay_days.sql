/*
code      = "F17"
title     = "平均住院日"
formula   = "出院病人住院天数之和 ÷ 出院人次"
unit      = "天"
parts     = ["天", "人次"]
direction = "低好"
compare   = "同级"
yellow    = 0.8
domain    = "基金"
basis     = ["默认：机构高于同类型同等级机构的第 80 百分位"]
tables    = ["mdtrt_d"]
columns   = ["mdtrt_d.endtime|ipt_days"]
rows      = "fund/stays_by_institution"
note      = "按出院月份，本年一月起累计；住院天数算头不算尾，当日出入院算 1 天。全区的灯看机构：最近三期至少两期不低于同级第 80 百分位、偏离程度（稳健 z 值）不低于 3.5、出院不少于 30 人次，才亮灯。"
*/

SELECT
    total.dimension,
    total.member,
    period.period,
    CAST(total.stay_days AS DOUBLE) AS numerator,
    CAST(total.days_stays AS DOUBLE) AS denominator,
    CAST(total.stay_days AS DOUBLE) / nullif(CAST(total.days_stays AS DOUBLE), 0) AS value
FROM mart_period AS period
INNER JOIN mart_care_ytd AS total USING (ym)
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND total.days_stays IS NOT NULL
    AND (total.dimension <> 'fixmedins_code' OR period.back < 3)
ORDER BY total.dimension, total.member, period.period
