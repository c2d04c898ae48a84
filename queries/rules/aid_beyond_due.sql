/*
code     = "R87"
title    = "先保险后救助：超额救助"
question = "按先保险、再互助商保、后救助的次序重新计算，已付的医疗救助是否多于应付，或者各方支付合计是否超过费用本身？"
basis    = [
    "《国务院办公厅关于健全重特大疾病医疗保险和救助制度的意见》（国办发〔2021〕42号）：按照先保险后救助的原则，对基本医保、大病保险等支付后个人医疗费用负担仍然较重的救助对象按规定实施救助",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十七条",
]
class    = "违"
stage    = ["事后"]
subject  = "一次得到救助的就诊（就诊ID；没有的用结算ID、救助支付ID）"
tables   = [
    "maf_pay_d", "setl_d", "other_pay", "maf_psn_idet_d", "maf_trt_std", "psn_info_b",
]
optional = ["setl_d", "other_pay", "maf_psn_idet_d", "maf_trt_std", "psn_info_b"]
columns  = [
    "maf_pay_d.maf_pay",
    "setl_d.inscp_amt|setl_d.medfee_sumamt|maf_pay_d.inscp_amt|maf_pay_d.maf_inscp_amt",
    "maf_trt_std.maf_prop|maf_pay_d.maf_prop|setl_d.medfee_sumamt|maf_pay_d.medfee_sumamt",
]
limits   = """
应付 =（符合范围金额 − 各种保险支付 − 职工互助、商业保险赔付 − 起付标准）× 救助比例，不超过年度限额的余额（限额按支付先后用）。
按次就诊，中途结算合并；身份看就诊开始日；标准看同年同类，几个标准分不清用哪个的、没有标准的用支付记录自己的起付和比例。
倾斜救助、再救助不在标准内，不与应付比，只计入各方支付合计。两样都超的计较大的一样，不超过救助本身；应付算不出的只看合计。
救助之后才到账的互助、商保也先扣，正是年底清算应退的部分。按救助类别另有比例的地方会误报，须先核当地标准。
"""
reviewed = 2025-11-21

[params.over_tolerance]
default = 1
unit    = "元"
label   = "多付的容许数"
source  = "默"
*/
WITH compared AS (
    SELECT
        b.*,
        greatest(b.paid_amt - b.due_amt, b.reimbursed_amt - b.medfee_sumamt) AS over_amt
    FROM aid_bill AS b
)

SELECT
    bill_id AS subject_id,
    psn_no,
    fixmedins_code,
    pay_date AS event_date,
    CAST(least(over_amt, aid_amt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(least(over_amt, aid_amt) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(over_amt AS DOUBLE) AS measured_value,
    proof AS evidence
FROM compared
WHERE over_amt > $over_tolerance
