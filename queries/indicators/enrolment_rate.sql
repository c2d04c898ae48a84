/*
code      = "F07"
title     = "参保率"
formula   = "月末参加基本医保的人数 ÷ 人员基本信息里月末在世的人数"
unit      = "%"
parts     = ["人", "人"]
direction = "高好"
compare   = "值"
yellow    = 0.95
red       = 0.9
domain    = "基金"
basis     = ["法规（须核对）：“十四五”全民医疗保障规划，基本医疗保险参保率每年保持在 95% 以上", "默认：低于 90% 为红"]
tables    = ["psn_insu_d", "psn_info_b"]
columns   = ["psn_insu_d.psn_no", "psn_insu_d.insutype"]
rows      = "fund/enrolment_by_town"
idle      = "人员基本信息里没有从未参保的人，只是参保名册，不能作分母"
note      = """
应参人数（常住人口）没有数据表，用人员基本信息里在世的人代替：没有建档的未参保人不在分母里，参保率只会偏高。
人员基本信息里没有从未参保的人时，它只是参保名册，不算参保率。一人参加几个险种只算一次；没有在库的参保人不算。"""
*/

SELECT
    CASE WHEN grouping(enrolled.town_name) = 0 THEN 'town_name' ELSE 'all' END AS dimension,
    CASE WHEN grouping(enrolled.town_name) = 0 THEN enrolled.town_name ELSE 'all' END AS member,
    period.period,
    CAST(sum(enrolled.enrolled) AS DOUBLE) AS numerator,
    CAST(sum(enrolled.registered) AS DOUBLE) AS denominator,
    CAST(sum(enrolled.enrolled) AS DOUBLE) / nullif(sum(enrolled.registered), 0) AS value
FROM mart_period AS period
INNER JOIN mart_enrol_month AS enrolled USING (ym)
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND enrolled.registered IS NOT NULL
    AND (SELECT max(never_enrolled) FROM mart_enrol_month) > 0
GROUP BY GROUPING SETS ((period.period), (period.period, enrolled.town_name))
ORDER BY dimension, member, period.period
