/*
code      = "F31"
title     = "药店人脸核验覆盖率"
formula   = "有效人脸核验的医保购药笔数 ÷ 医保购药笔数"
unit      = "%"
parts     = ["笔", "笔"]
direction = "高好"
compare   = "值"
yellow    = 0.95
red       = 0.85
domain    = "基金"
basis     = ["《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条：执行实名购药管理规定，核验医疗保障凭证", "默认：95%、85%"]
tables    = ["medins_prod_sel_d"]
columns   = ["medins_prod_sel_d.face_id|face_scr", "medins_prod_sel_d.sel_retn_time"]
rows      = "fund/store_checks_by_institution"
note      = """
只计药店（机构编号不以 H 开头）的医保结算，一次结算一笔，按月份，本年一月起累计。有效：比对分值不低于 0.80，没有分值的有人脸标识。
整单退费的不计；部分退货的原销售仍计（当时仍须核验）。"""
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
    period.measure = 'face_checked'
    AND $as_of BETWEEN period.first_on AND period.last_on
    AND (total.dimension IN ('all', 'town_name') OR period.back < 3)
ORDER BY total.dimension, total.member, period.period
