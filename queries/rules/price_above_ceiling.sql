/*
code     = "R17"
title    = "超限价未转自费"
question = "单价高于定价上限的项目由基金支付时，超过上限的部分是否没有转为自费？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第三项：重复收费、超标准收费、分解项目收费",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第六项：将不属于医疗保障基金支付范围的医药费用纳入医疗保障基金结算",
]
class    = "违"
stage    = ["事前", "事中", "事后"]
subject  = "一笔收费（就诊ID|记账流水号）"
tables   = ["fee_list_d", "setl_d"]
columns  = [
    "fee_list_d.cnt", "fee_list_d.pric", "fee_list_d.pric_uplmt_amt", "fee_list_d.setl_id",
    "fee_list_d.inscp_amt", "setl_d.inscp_amt", "setl_d.fund_pay_sumamt",
]
limits   = """
只用明细自己的字段：应转自费 =（单价 − 定价上限）× 净数量，与超限价自费、全自费两项之和比，少转多于 0.01 元即命中。
上限为空或为 0 的当作没有上限；只看基金支付大于 0 的明细。
涉及金额是整笔明细，少转的金额在比对值里。上限按包装、单价按最小单位上传的会误报，须核目录的计价单位。
"""
reviewed = 2025-11-21
back     = []

[params.tolerance]
default = 0.01
unit    = "元"
label   = "少转自费的容许数"
source  = "默"
*/
WITH above AS (
    SELECT
        f.mdtrt_id,
        f.bkkp_sn,
        f.psn_no,
        f.fixmedins_code,
        f.fee_date,
        f.det_item_fee_sumamt,
        f.fund_amt,
        round(
            CAST(f.pric - f.pric_uplmt_amt AS DOUBLE) * CAST(f.cnt AS DOUBLE)
            - CAST(coalesce(f.overlmt_selfpay, 0) + coalesce(f.fulamt_ownpay_amt, 0) AS DOUBLE),
            4
        ) AS short_amount
    FROM net_fee AS f
    -- Nearly every line ends here, before anything is reckoned.
    WHERE f.pric > f.pric_uplmt_amt AND f.pric_uplmt_amt > 0
)

SELECT
    coalesce(mdtrt_id || '|', '') || bkkp_sn AS subject_id,
    psn_no,
    fixmedins_code,
    fee_date AS event_date,
    CAST(det_item_fee_sumamt AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(fund_amt, 2) AS DECIMAL(18, 2)) AS fund_amount,
    short_amount AS measured_value,
    'fee_list_d:' || bkkp_sn AS evidence
FROM above
WHERE short_amount > $tolerance AND fund_amt > 0
