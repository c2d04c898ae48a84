/*
code      = "F14"
title     = "人次人头比"
formula   = "住院人次 ÷ 住院人数（年累计不重复）"
unit      = "倍"
parts     = ["人次", "人"]
direction = "低好"
compare   = "同级"
yellow    = 0.8
red       = 0.95
domain    = "基金"
basis     = ["默认：机构高于同类型同等级机构的第 80、95 百分位"]
tables    = ["mdtrt_d", "setl_d"]
columns   = ["mdtrt_d.psn_no", "setl_d.setl_time|enddate"]
rows      = "fund/stays_by_institution"
note      = "按结算月份，本年一月起累计；人头在各自范围内去重，不可相加。全区的灯看机构：最近三期至少两期不低于同级第 80 百分位、偏离程度（稳健 z 值）不低于 3.5、人头不少于 30，才亮灯。"
*/

SELECT
    total.dimension,
    total.member,
    period.period,
    CAST(total.stays AS DOUBLE) AS numerator,
    CAST(total.heads AS DOUBLE) AS denominator,
    CAST(total.stays AS DOUBLE) / nullif(CAST(total.heads AS DOUBLE), 0) AS value
FROM mart_period AS period
INNER JOIN mart_care_ytd AS total USING (ym)
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND total.heads IS NOT NULL
    AND (total.dimension <> 'fixmedins_code' OR period.back < 3)
ORDER BY total.dimension, total.member, period.period
