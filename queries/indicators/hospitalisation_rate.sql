/*
code      = "F12"
title     = "住院率"
formula   = "住院人次 ÷ 参保人数，按已有月数折算全年"
unit      = "%"
parts     = ["人次", "人"]
direction = "低好"
compare   = "同比"
yellow    = 0.02
red       = 0.04
domain    = "基金"
basis     = ["默认：比上年同期高 2、4 个百分点；没有同级区县的数据，不与同级均值比"]
tables    = ["mdtrt_d", "setl_d"]
columns   = ["mdtrt_d.med_type|ipt_days", "setl_d.setl_time|enddate"]
rows      = "fund/stays_by_institution"
note      = "住院人次按结算月份，一次住院算一次；参保人数按参保登记，没有登记时用基金月报的参保人数。只有全区和分险种。"
*/

WITH insured AS (
    SELECT
        'insutype' AS dimension,
        insutype AS member,
        ym,
        persons
    FROM mart_insured
    UNION ALL
    SELECT
        'all',
        'all',
        ym,
        sum(persons)
    FROM mart_insured
    GROUP BY ym
)

SELECT
    total.dimension,
    total.member,
    period.period,
    CAST(total.stays AS DOUBLE) AS numerator,
    CAST(insured.persons AS DOUBLE) * period.months / 12 AS denominator,
    CAST(total.stays AS DOUBLE)
    / nullif(CAST(insured.persons AS DOUBLE) * period.months / 12, 0) AS value
FROM mart_period AS period
INNER JOIN mart_care_ytd AS total USING (ym)
INNER JOIN insured USING (dimension, member, ym)
WHERE $as_of BETWEEN period.first_on AND period.last_on AND total.stays > 0
ORDER BY total.dimension, total.member, period.period
