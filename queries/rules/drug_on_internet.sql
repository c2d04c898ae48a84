/*
code     = "R06"
title    = "超互联网医院药品支付范围"
question = "互联网就诊是否开出并由基金支付了互联网诊疗不得开具的药品（麻醉药品、精神药品等）？"
basis    = [
    "《互联网诊疗管理办法（试行）》（国卫医发〔2018〕25号）：不得开具麻醉药品、精神药品等特殊管理药品的处方",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条、第三十八条第六项",
    "国家医保局智能监管“两库”第十批：超互联网医院药品支付范围",
]
class    = "违"
stage    = ["事前", "事中", "事后"]
subject  = "一次就诊的一种药品（就诊ID|药品编码）"
tables   = ["fee_list_d", "setl_d", "mdtrt_d", "kb_item"]
columns  = [
    "fee_list_d.hilist_code|med_list_codg", "fee_list_d.cnt", "fee_list_d.mdtrt_id",
    "fee_list_d.setl_id", "fee_list_d.inscp_amt", "setl_d.inscp_amt", "setl_d.fund_pay_sumamt",
    "mdtrt_d.mdtrt_chnl", "kb_item.rule_code", "kb_item.item_code",
]
limits   = """
互联网就诊看就诊信息的就诊渠道（2）；平台没有这一列的，须由当地补上，否则不适用。
只查基金部分大于零的明细；药品编码在“超互联网医院药品支付范围”知识点中即命中。
线下就诊登记成互联网渠道的会误报；互联网处方流转到药店另行就诊、结算的查不到。measured_value 是净数量合计。
"""
reviewed = 2025-11-21
back     = []
*/
WITH point AS (
    SELECT
        k.item_code,
        min(k.kb_item_id) AS kb_item_id
    FROM item_point AS k
    WHERE
        k.rule_code = 'R06'
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
    GROUP BY k.item_code
),

line AS (
    SELECT
        f.mdtrt_id,
        f.item_code,
        k.kb_item_id,
        f.bkkp_sn,
        f.psn_no,
        f.fixmedins_code,
        f.fee_date,
        f.cnt,
        f.det_item_fee_sumamt,
        f.fund_amt,
        row_number() OVER (
            PARTITION BY f.mdtrt_id, f.item_code ORDER BY f.fee_date, f.bkkp_sn
        ) AS place
    FROM net_fee AS f
    INNER JOIN point AS k ON k.item_code = f.item_code
    INNER JOIN special_visit AS v ON v.mdtrt_id = f.mdtrt_id AND v.is_online
    WHERE f.fund_amt > 0
)

SELECT
    mdtrt_id || '|' || item_code AS subject_id,
    min(psn_no) AS psn_no,
    min(fixmedins_code) AS fixmedins_code,
    max(fee_date) AS event_date,
    CAST(sum(det_item_fee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(sum(cnt) AS DOUBLE) AS measured_value,
    'kb_item:' || kb_item_id || ';'
    || string_agg(CASE WHEN place <= 49 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY mdtrt_id, item_code, kb_item_id
