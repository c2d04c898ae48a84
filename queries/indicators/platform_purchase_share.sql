/*
code      = "F29"
title     = "平台采购率"
formula   = "公立医院平台入库额 ÷ 商品采购净额"
unit      = "%"
parts     = ["万元", "万元"]
direction = "高好"
compare   = "值"
yellow    = 1
domain    = "基金"
basis     = ["国办发〔2015〕7号：公立医院使用的药品均应通过省级药品集中采购平台采购", "默认：低于 100% 为黄"]
tables    = ["tps_ord_detl_d", "medins_prod_purc_d", "medins_info_b"]
columns   = [
    "medins_info_b.medins_natu",
    "medins_prod_purc_d.finl_trns_pric",
    "medins_prod_purc_d.med_list_codg",
    "tps_ord_detl_d.med_list_codg",
    "tps_ord_detl_d.purc_pric",
]
rows      = "fund/procurement_by_institution"
note      = """
口径同规则 R70：机构性质为公立的医院，自第一笔平台入库起；只计平台订单中出现过的药品，赠品不计，退货已减。按入库月份，本年一月起累计。
一家医院平台额多于采购额的，按采购额计，不抵别的医院；没有任何平台订单的医院不计（多半是订单没有导入）。"""
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
    period.measure = 'platform_purchase'
    AND $as_of BETWEEN period.first_on AND period.last_on
    AND (total.dimension IN ('all', 'town_name') OR period.back < 3)
ORDER BY total.dimension, total.member, period.period
