/*
code      = "F33b"
title     = "长护补录工单率"
formula   = "签到、签退都没有定位的工单 ÷ 有效工单"
unit      = "%"
parts     = ["张", "张"]
direction = "低好"
compare   = "值"
yellow    = 0.03
red       = 0.08
domain    = "基金"
basis     = ["《长期护理保险护理服务机构定点管理办法（试行）》（医保办发〔2024〕21号，文号须核对）", "默认：3%、8%"]
tables    = ["ltc_serv_d"]
columns   = ["ltc_serv_d.serv_begntime", "ltc_serv_d.sign_in_lnt|sign_out_lnt"]
rows      = "fund/care_by_institution"
note      = "数据里没有补录标志，以签到、签退坐标都没有（或不在我国范围内）的工单代替：多为事后补录，也可能是终端没有定位。机构照护一般不签到，占比高的先看服务方式。"
*/

SELECT
    total.dimension,
    total.member,
    period.period,
    CAST(total.numerator AS DOUBLE) AS numerator,
    CAST(total.denominator AS DOUBLE) AS denominator,
    CAST(total.numerator AS DOUBLE) / CAST(total.denominator AS DOUBLE) AS value
FROM mart_share_period AS period
INNER JOIN mart_share_ytd AS total USING (measure, period)
WHERE
    period.measure = 'care_unsigned'
    AND $as_of BETWEEN period.first_on AND period.last_on
    AND (total.dimension IN ('all', 'town_name') OR period.back < 3)
ORDER BY total.dimension, total.member, period.period
