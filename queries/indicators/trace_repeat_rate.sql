/*
code      = "F30b"
title     = "追溯码重复率"
formula   = "重复使用的追溯码 ÷ 使用过的追溯码"
unit      = "‱"
parts     = ["个", "个"]
direction = "低好"
compare   = "值"
yellow    = 0.0001
red       = 0.0005
domain    = "基金"
basis     = ["医保发〔2025〕7号：一物一码，一个追溯码只能销售一次", "默认：1‱、5‱"]
tables    = ["drug_trac_sel_d"]
columns   = ["drug_trac_sel_d.drug_trac_codg", "drug_trac_sel_d.opt_time"]
rows      = "fund/trace_by_institution"
note      = """
一个码的第二次净使用记一个重复码，记在第二次使用的月份和机构；第一次净使用记一个码，记在第一次的月份和机构。本年一月起累计。
拆零、无效的不计；退货冲掉同码、同人、同机构最近的一次使用；费用明细退费而追溯码没有退的仍计。"""
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
    period.measure = 'trace_repeat'
    AND $as_of BETWEEN period.first_on AND period.last_on
    AND (total.dimension IN ('all', 'town_name') OR period.back < 3)
ORDER BY total.dimension, total.member, period.period
