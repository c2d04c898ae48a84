/*
code     = "R35"
title    = "死亡后发生费用"
question = "参保人死亡之后，是否还有费用发生并结算？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项：冒名或者虚假就医、购药",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第三项：虚构医药服务项目",
]
class    = "违"
stage    = ["事中", "事后"]
subject  = "一次就诊（就诊ID）"
tables   = ["fee_list_d", "setl_d", "psn_info_b", "death"]
optional = ["setl_d", "psn_info_b", "death"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "psn_info_b.die_date|death.die_date",
]
back     = []
limits   = """
只看费用发生日期，不看结算日期；死亡次日（默认 1 天）以内的不查，死亡登记常晚一天。
只计死亡后发生的明细；基金部分 = 明细符合范围金额 × 结算基金支付总额 ÷ 结算符合范围金额，未结算的为空。
死亡日期登记错误、同名同号错配会误报，须先核死亡登记。
"""
reviewed = 2025-11-21

[params.grace_days]
default = 1
unit    = "天"
label   = "死亡后不计的天数"
source  = "默"
*/
WITH late AS (
    SELECT
        coalesce(f.mdtrt_id, f.setl_id, f.bkkp_sn) AS encounter_id,
        f.bkkp_sn,
        f.psn_no,
        f.fixmedins_code,
        f.fee_date,
        f.det_item_fee_sumamt,
        f.inscp_amt * n.fund_rate AS fund_part,
        date_diff('day', d.die_date, f.fee_date) AS days_late
    FROM net_fee AS f
    INNER JOIN deceased AS d
        ON d.psn_no = f.psn_no AND date_diff('day', d.die_date, f.fee_date) > $grace_days
    LEFT JOIN net_setl AS n ON n.setl_id = f.setl_id
),

line AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY encounter_id ORDER BY fee_date, bkkp_sn) AS place
    FROM late
)

SELECT
    encounter_id AS subject_id,
    min(psn_no) AS psn_no,
    min(fixmedins_code) AS fixmedins_code,
    min(fee_date) AS event_date,
    CAST(sum(det_item_fee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_part), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(max(days_late) AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY encounter_id
