/*
code      = "F30"
title     = "药品追溯码上传率"
formula   = "上传了追溯码的药品明细行 ÷ 已结算的药品明细行"
unit      = "%"
parts     = ["行", "行"]
direction = "高好"
compare   = "值"
yellow    = 0.95
red       = 0.85
domain    = "基金"
basis     = ["医保发〔2025〕7号：2025年7月1日起扫码后方可医保结算", "默认：95%、85%"]
tables    = ["fee_list_d", "drug_trac_sel_d"]
columns   = [
    "fee_list_d.list_type|med_chrgitm_type",
    "drug_trac_sel_d.drug_trac_codg",
    "drug_trac_sel_d.mdtrt_id",
    "drug_trac_sel_d.bkkp_sn",
    "drug_trac_sel_d.opt_time",
]
rows      = "fund/trace_by_institution"
note      = """
按费用发生月份，本年累计；口径同规则 R58：西药、中成药，饮片、自制剂、已退费的不计，拆零的也算已扫。
只计 2025-07-01 起、且在追溯码首次与末次上传之间的费用；“无码库”药品表中分不出，仍在分母内。"""
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
    period.measure = 'trace_upload'
    AND $as_of BETWEEN period.first_on AND period.last_on
    AND (total.dimension IN ('all', 'town_name') OR period.back < 3)
ORDER BY total.dimension, total.member, period.period
