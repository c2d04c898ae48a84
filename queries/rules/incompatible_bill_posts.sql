/*
code     = "R79"
title    = "不相容岗位由同一人经办"
question = "一张单据的初审、复审、支付，是否有两个以上环节由同一人办理？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十条：经办机构应当建立健全业务、财务、安全和风险管理制度",
    "地方专项整治责任分工（如通川区 2025 年）：不相容岗位分离",
]
class    = "违"
stage    = ["事中", "事后"]
subject  = "一张单据（单据编号）"
tables   = ["bill_review"]
columns  = [
    "bill_review.chk1_psn_code|chk2_psn_code", "bill_review.chk1_psn_code|pay_psn_code",
    "bill_review.chk2_psn_code|pay_psn_code",
]
limits   = """
按人员编号比较初审人、复审人、支付人，任两个相同即命中，数值是同一人办理的环节数（2 或 3）。
没有写的环节不比；一人有几个编号、借用他人账号的查不到；系统自动审核的公用编号会被命中，须先核编号。
单据后来退费的仍命中，违的是程序。
"""
reviewed = 2025-11-21
*/
SELECT
    b.bill_no AS subject_id,
    b.psn_no,
    b.fixmedins_code,
    CAST(coalesce(b.pay_time, b.chk2_time, b.chk1_time) AS DATE) AS event_date,
    CAST(b.bill_amt AS DECIMAL(18, 2)) AS total_amount,
    CAST(b.fund_payamt AS DECIMAL(18, 2)) AS fund_amount,
    CAST(
        CASE
            WHEN b.chk1_psn_code = b.chk2_psn_code AND b.chk1_psn_code = b.pay_psn_code THEN 3
            ELSE 2
        END AS DOUBLE
    ) AS measured_value,
    'bill_review:' || b.bill_no AS evidence
FROM bill_review AS b
WHERE
    coalesce(b.vali_flag, '1') = '1'
    AND (
        b.chk1_psn_code = b.chk2_psn_code
        OR b.chk1_psn_code = b.pay_psn_code
        OR b.chk2_psn_code = b.pay_psn_code
    )
