/*
code     = "R74"
title    = "护理服务时长不足"
question = "一次护理服务的实际时长，是否不到计划时长的九成？"
basis    = [
    "《长期护理保险护理服务机构定点管理办法（试行）》（医保办发〔2024〕21号）",
    "九成是默认阈值",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一次护理服务（服务记录ID）"
tables   = ["ltc_serv_d", "setl_d"]
optional = ["setl_d"]
columns  = [
    "ltc_serv_d.plan_mins", "ltc_serv_d.serv_begntime", "ltc_serv_d.serv_endtime|serv_mins",
]
limits   = """
实际时长按起止时间，没有结束时间的用上报时长；数值是实际 ÷ 计划，少于 0.9 命中，正好 0.9 不算。
一次服务有几个项目的，计划时长取最长的一个，不加总，会漏。计没有做满的那部分费用。
没有计划时长的不查；忘记签退的不会命中，受护人中途终止的会误报。周时长超定额另查（R74b）。
"""
reviewed = 2025-11-21

[params.min_share]
default = 0.9
unit    = "比例"
label   = "实际时长占计划时长的最低比例"
source  = "默"
*/
SELECT
    v.visit_id AS subject_id,
    v.psn_no,
    v.ltc_medins_code AS fixmedins_code,
    v.visit_date AS event_date,
    CAST(
        round(v.total_amt * (1 - v.mins / nullif(CAST(v.plan_mins AS DOUBLE), 0)), 2)
        AS DECIMAL(18, 2)
    ) AS total_amount,
    CAST(
        round(v.fund_amt * (1 - v.mins / nullif(CAST(v.plan_mins AS DOUBLE), 0)), 2)
        AS DECIMAL(18, 2)
    ) AS fund_amount,
    v.mins / nullif(CAST(v.plan_mins AS DOUBLE), 0) AS measured_value,
    'ltc_serv_d:' || v.visit_id AS evidence
FROM care_visit AS v
WHERE v.mins / nullif(CAST(v.plan_mins AS DOUBLE), 0) < $min_share
