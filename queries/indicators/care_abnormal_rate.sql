/*
code      = "F33"
title     = "长护异常工单率"
formula   = "异常工单 ÷ 有效工单（一次服务一张）"
unit      = "%"
parts     = ["张", "张"]
direction = "低好"
compare   = "值"
yellow    = 0.03
red       = 0.08
domain    = "基金"
basis     = ["《长期护理保险护理服务机构定点管理办法（试行）》（医保办发〔2024〕21号，文号须核对）", "默认：3%、8%"]
tables    = ["ltc_serv_d"]
columns   = [
    "ltc_serv_d.serv_begntime",
    "ltc_serv_d.serv_endtime|serv_mins|face_chk_flag|psn_cfm_flag",
]
rows      = "fund/care_by_institution"
note      = """
异常：时长不明或为零、不足计划时长的九成、人脸核验标志为 0、服务对象确认标志为 0，有一项即算。按服务月份，本年一月起累计，冲销、退费的不计。
投诉没有数据，投诉率不算。"""
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
    period.measure = 'care_abnormal'
    AND $as_of BETWEEN period.first_on AND period.last_on
    AND (total.dimension IN ('all', 'town_name') OR period.back < 3)
ORDER BY total.dimension, total.member, period.period
