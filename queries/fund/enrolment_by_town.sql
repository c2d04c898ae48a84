/*
title    = "各镇街参保与续保"
question = "各镇街有多少人没有参保，上年参保的有多少人没有续保？"
tables   = ["mart_period", "mart_enrol_month"]
note     = "截至日期前最近一个过完的月末。参保人数按人，一人算一次；在库的人是人员基本信息里在世的人，不是常住人口。"

[columns]
period              = "月末"
town_name           = "镇街"
registered_persons  = "在库的人（人）"
enrolled_persons    = "参保（人）"
out_persons         = "没有参保（人）"
enrolled_rate       = "参保率"
last_year_persons   = "上年末参保（人）"
renewed_persons     = "其中仍参保（人）"
renewed_rate        = "续保率"
*/

SELECT
    period.period,
    enrolled.town_name,
    CAST(sum(enrolled.registered) AS BIGINT) AS registered_persons,
    CAST(sum(enrolled.enrolled) AS BIGINT) AS enrolled_persons,
    CAST(sum(enrolled.registered) - sum(enrolled.enrolled) AS BIGINT) AS out_persons,
    CAST(sum(enrolled.enrolled) AS DOUBLE) / nullif(sum(enrolled.registered), 0) AS enrolled_rate,
    CAST(sum(enrolled.last_year) AS BIGINT) AS last_year_persons,
    CAST(sum(enrolled.renewed) AS BIGINT) AS renewed_persons,
    CAST(sum(enrolled.renewed) AS DOUBLE) / nullif(sum(enrolled.last_year), 0) AS renewed_rate
FROM mart_period AS period
INNER JOIN mart_enrol_month AS enrolled USING (ym)
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND period.back = 0
    AND length(period.period) = 6
GROUP BY period.period, enrolled.town_name
ORDER BY out_persons DESC, enrolled.town_name
