/*
code     = "R89"
title    = "医疗救助支付不及时"
question = "救助申请受理之后，是否超过规定的工作日才支付？"
basis    = [
    "《社会救助暂行办法》（国务院令第649号）第二条：社会救助工作应当遵循公开、公平、公正、及时的原则",
    "支付期限为默认值，以当地医疗救助经办规程为准",
]
class    = "警"
stage    = ["事后"]
subject  = "一笔救助支付（救助支付ID）"
tables   = ["maf_pay_d", "setl_d"]
optional = ["setl_d"]
columns  = ["maf_pay_d.accp_date", "maf_pay_d.setl_time", "maf_pay_d.maf_pay"]
limits   = """
自受理次日起数工作日（含调休上班日，不含法定节假日），到支付当日；正好等于期限的不算。计整笔。
没有受理日期或支付时间的不查，因此受理后至今没有支付的查不到；退回补正的时间没有扣除。
"""
reviewed = 2025-11-21

[params.pay_workdays]
default = 20
unit    = "工作日"
label   = "受理后应支付的工作日"
source  = "默"
*/
SELECT
    p.maf_pay_id AS subject_id,
    p.psn_no,
    p.fixmedins_code,
    paid.day AS event_date,
    CAST(p.maf_pay AS DECIMAL(18, 2)) AS total_amount,
    CAST(p.maf_pay AS DECIMAL(18, 2)) AS fund_amount,
    CAST(paid.workday_no - accepted.workday_no AS DOUBLE) AS measured_value,
    'maf_pay_d:' || p.maf_pay_id AS evidence
FROM net_maf_pay AS p
INNER JOIN maf_pay_d AS m ON m.maf_pay_id = p.maf_pay_id
INNER JOIN cal_day AS accepted ON accepted.day = m.accp_date
INNER JOIN cal_day AS paid ON paid.day = CAST(m.setl_time AS DATE)
WHERE paid.workday_no - accepted.workday_no > $pay_workdays
