/*
code      = "F29b"
title     = "集采回款及时率"
formula   = "入库后 30 日内付的货款 ÷ 到期（入库满 30 日）应付货款"
unit      = "%"
parts     = ["万元", "万元"]
direction = "高好"
compare   = "值"
yellow    = 0.95
red       = 0.85
domain    = "基金"
basis     = ["法规（须核对）：国办发〔2015〕7号，从交货验收合格到付款不得超过 30 天", "默认：95%、85%"]
tables    = ["tps_ord_detl_d"]
columns   = ["tps_ord_detl_d.stoin_time", "tps_ord_detl_d.pay_time|pay_amt"]
rows      = "fund/procurement_by_institution"
note      = "按入库后第 30 天所在的月份，本年一月起累计；第 30 天付款算及时。应付取发票金额（没有的用数量 × 单价）减退货。付了款而没有付款时间的算及时，口径同规则 R71。"
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
    period.measure = 'timely_payment'
    AND $as_of BETWEEN period.first_on AND period.last_on
    AND (total.dimension IN ('all', 'town_name') OR period.back < 3)
ORDER BY total.dimension, total.member, period.period
