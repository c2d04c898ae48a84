/*
code     = "R88"
title    = "手工救助多付少付"
question = "手工报销的医疗救助，已付金额与按标准重新计算的应付金额是否不一致？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十条：医疗保障经办机构应当做好待遇审核及支付等工作",
    "方案：济源2022专项治理，排查医疗救助手工报销多付少付",
]
class    = "违"
stage    = ["事中", "事后"]
subject  = "一次得到手工救助的就诊（就诊ID；没有的用结算ID、救助支付ID）"
tables   = [
    "maf_pay_d", "setl_d", "other_pay", "maf_psn_idet_d", "maf_trt_std", "psn_info_b",
]
optional = ["setl_d", "other_pay", "maf_psn_idet_d", "maf_trt_std", "psn_info_b"]
columns  = [
    "maf_pay_d.pay_way", "maf_pay_d.maf_pay",
    "setl_d.inscp_amt|maf_pay_d.inscp_amt|maf_pay_d.maf_inscp_amt",
    "maf_trt_std.maf_prop|maf_pay_d.maf_prop",
    "maf_trt_std.maf_dedc|maf_pay_d.maf_dedc",
]
limits   = """
多付、少付都命中：金额是差额的绝对值，测得值为正是多付、为负是少付。支付方式为 2 的是手工。
应付 =（符合范围金额 − 各种保险支付 − 职工互助、商业保险赔付 − 起付标准）× 救助比例，不超过年度限额的余额（限额按支付先后用）。
按次就诊合计，同一次就诊的一站式救助一并算作已付；标准看同年同类，没有或分不清的用支付记录自己的起付和比例；算不出应付的不查。
互助、商保在救助之后才到账的不算手工差错，由“先保险后救助”规则查。倾斜救助、再救助不查。
按救助类别另有比例、四舍五入到元的地方会误报，须先核当地标准。
"""
reviewed = 2025-11-21

[params.amount_tolerance]
default = 0.01
unit    = "元"
label   = "差额的容许数"
source  = "默"
*/
SELECT
    b.bill_id AS subject_id,
    b.psn_no,
    b.fixmedins_code,
    b.pay_date AS event_date,
    CAST(abs(b.paid_amt - b.due_amt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(abs(b.paid_amt - b.due_amt) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(b.paid_amt - b.due_amt AS DOUBLE) AS measured_value,
    b.proof AS evidence
FROM aid_bill AS b
WHERE
    b.is_manual
    AND abs(b.paid_amt - b.due_amt) > $amount_tolerance
    AND coalesce(b.other_date <= b.pay_date, TRUE)
