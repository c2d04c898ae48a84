/*
code     = "R05"
title    = "药品超限定就医方式支付"
question = "限住院、限急诊等就医方式的药品，是否在其他就医方式下由基金支付了？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条：医疗保障基金支付的费用应当符合规定的支付范围",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第六项",
    "《基本医疗保险用药管理暂行办法》（国家医疗保障局令第1号）：符合医保限定支付范围",
    "国家医保局智能监管“两库”第四批：药品限就医方式",
]
class    = "违"
stage    = ["事前", "事中", "事后"]
subject  = "一次就诊的一种药品（就诊ID|药品编码）"
tables   = ["fee_list_d", "setl_d", "kb_item"]
columns  = [
    "fee_list_d.hilist_code|med_list_codg", "fee_list_d.cnt", "fee_list_d.setl_id",
    "fee_list_d.inscp_amt", "fee_list_d.med_type", "setl_d.inscp_amt", "setl_d.fund_pay_sumamt",
    "kb_item.rule_code", "kb_item.item_code", "kb_item.allow_med_type",
]
limits   = """
只查基金部分大于零的明细，就医方式看明细的医疗类别；与允许的医疗类别相同或是其下级编码的不命中，没有医疗类别的不查。
一个编码有几个知识点的，符合其一即可；急诊抢救按普通门诊登记的会误报，须核病历。
99 开头的医疗类别各省含义不同，当地属于住院的，应在知识点的允许医疗类别中补上。
measured_value 是净数量合计。
"""
reviewed = 2025-11-21
back     = []
*/
WITH allowed AS (
    SELECT
        k.item_code,
        k.kb_item_id,
        unnest(string_split(k.allow_med_type, ';')) AS med_type
    FROM item_point AS k
    WHERE
        k.rule_code = 'R05'
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
),

point AS (
    SELECT
        item_code,
        min(kb_item_id) AS kb_item_id
    FROM allowed
    GROUP BY item_code
),

line AS (
    SELECT
        coalesce(f.mdtrt_id, f.setl_id) AS encounter_id,
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
            PARTITION BY coalesce(f.mdtrt_id, f.setl_id), f.item_code
            ORDER BY f.fee_date, f.bkkp_sn
        ) AS place
    FROM net_fee AS f
    INNER JOIN point AS k ON k.item_code = f.item_code
    WHERE
        f.fund_amt > 0
        AND f.med_type IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM allowed AS a
            WHERE a.item_code = f.item_code AND f.med_type LIKE a.med_type || '%'
        )
)

SELECT
    encounter_id || '|' || item_code AS subject_id,
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
GROUP BY encounter_id, item_code, kb_item_id
