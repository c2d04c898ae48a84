/*
code     = "R78"
title    = "异常单据未复审即支付"
question = "系统标为异常的单据，是否没有经过复审，或在支付之后才复审？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十条：经办机构应当建立健全业务、财务、安全和风险管理制度",
    "地方专项整治责任分工（如通川区 2025 年）：异常单据 100% 人工复审",
]
class    = "违"
stage    = ["事中", "事后"]
subject  = "一张单据（单据编号）"
tables   = ["bill_review"]
columns  = ["bill_review.abn_flag", "bill_review.pay_time|pay_psn_code"]
limits   = """
异常标志为 1、已经支付（有支付时间或支付人）而没有复审，或复审时间晚于支付时间的，一张也不容许。
写了复审人而没有复审时间的不算未复审；复审人与初审人是同一人的另查（R79）。单据后来退费的仍命中，违的是程序。
没有导出复审时间和复审人的，全部异常单据都会命中。数值是支付到复审的天数，至今没有复审的为空。
"""
reviewed = 2025-11-21
*/
SELECT
    b.bill_no AS subject_id,
    b.psn_no,
    b.fixmedins_code,
    CAST(coalesce(b.pay_time, b.chk1_time) AS DATE) AS event_date,
    CAST(b.bill_amt AS DECIMAL(18, 2)) AS total_amount,
    CAST(b.fund_payamt AS DECIMAL(18, 2)) AS fund_amount,
    CAST(
        date_diff('day', CAST(b.pay_time AS DATE), CAST(b.chk2_time AS DATE)) AS DOUBLE
    ) AS measured_value,
    'bill_review:' || b.bill_no AS evidence
FROM bill_review AS b
WHERE
    coalesce(b.vali_flag, '1') = '1'
    AND b.abn_flag = '1'
    AND (
        b.chk2_time > b.pay_time
        OR (
            b.chk2_time IS NULL
            AND b.chk2_psn_code IS NULL
            AND (b.pay_time IS NOT NULL OR b.pay_psn_code IS NOT NULL)
        )
    )
