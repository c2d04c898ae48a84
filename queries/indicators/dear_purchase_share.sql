/*
code      = "F28"
title     = "高价非中选占比"
formula   = "高价非中选产品采购数量 ÷ 有中选产品的通用名采购数量"
unit      = "%"
parts     = ["数量", "数量"]
direction = "低好"
compare   = "值"
yellow    = 0.1
domain    = "基金"
basis     = ["国办发〔2021〕2号：医疗机构优先采购使用中选药品", "默认：10% 为黄；红线按地方文件的比例上限，在设置里写"]
tables    = ["tps_ord_detl_d"]
columns   = [
    "tps_ord_detl_d.sel_flag",
    "tps_ord_detl_d.purc_pric",
    "tps_ord_detl_d.drug_genname",
    "tps_ord_detl_d.purc_cnt|stoin_cnt",
    "tps_ord_detl_d.ord_time|shp_time|stoin_time",
]
rows      = "fund/procurement_by_institution"
note      = """
按下单月份，本年一月起累计，退货已减。高价：单价高于当年全部机构同一通用名中选产品的最高单价。
规则 R68 看截至日前 365 天的每个通用名，本指标把各通用名的数量相加，计量单位（盒、片、支）不一的不折算。"""
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
    period.measure = 'dear_purchase'
    AND $as_of BETWEEN period.first_on AND period.last_on
    AND (total.dimension IN ('all', 'town_name') OR period.back < 3)
ORDER BY total.dimension, total.member, period.period
