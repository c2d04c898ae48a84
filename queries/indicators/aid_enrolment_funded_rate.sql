/*
code      = "F34"
title     = "资助参保率"
formula   = "实际资助参保人数 ÷ 应资助人数（特困、低保、返贫致贫）"
unit      = "%"
parts     = ["人", "人"]
direction = "高好"
compare   = "值"
yellow    = 1
red       = 0.99
domain    = "基金"
basis     = ["方案：长宁2022医疗救助专项治理、济源2022专项治理，应资未资限时清零"]
tables    = ["maf_psn_idet_d", "maf_fund_insu_d"]
columns   = ["maf_psn_idet_d.psn_idet_type", "maf_fund_insu_d.year"]
rows      = "fund/aid_not_funded"
note      = """
身份当年有效且截至日期前已认定的人为应资助；参加职工医保的不算；没有参保的也算应资助。
本地资助标准（maf_fund_std）列了当年身份的，按标准列的身份。没有资助参保名单的年度不算。"""
*/

SELECT
    CASE
        WHEN grouping(idet_name) = 0 THEN 'psn_idet_type'
        WHEN grouping(town_name) = 0 THEN 'town_name'
        ELSE 'all'
    END AS dimension,
    CASE
        WHEN grouping(idet_name) = 0 THEN idet_name
        WHEN grouping(town_name) = 0 THEN town_name
        ELSE 'all'
    END AS member,
    year AS period,
    CAST(sum(funded) AS DOUBLE) AS numerator,
    CAST(sum(listed) AS DOUBLE) AS denominator,
    CAST(sum(funded) AS DOUBLE) / nullif(CAST(sum(listed) AS DOUBLE), 0) AS value
FROM mart_aid_enrol_day
WHERE year <= strftime(CAST($as_of AS DATE), '%Y') AND on_day <= $as_of
GROUP BY GROUPING SETS ((year), (year, idet_name), (year, town_name))
ORDER BY dimension, member, period
