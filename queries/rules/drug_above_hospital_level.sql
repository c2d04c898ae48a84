/*
code     = "R07"
title    = "药品超限定医疗机构级别支付"
question = "限二级及以上等级别的药品，是否在级别不够的医疗机构使用并由基金支付了？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条：医疗保障基金支付的费用应当符合规定的支付范围",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第六项",
    "《基本医疗保险用药管理暂行办法》（国家医疗保障局令第1号）：符合医保限定支付范围",
    "国家医保局智能监管“两库”第五批：药品限医疗机构级别",
]
class    = "违"
stage    = ["事前", "事中", "事后"]
subject  = "一次就诊的一种药品（就诊ID|药品编码）"
tables   = ["fee_list_d", "setl_d", "fixmedins_b", "kb_item"]
optional = ["fixmedins_b"]
columns  = [
    "fee_list_d.hilist_code|med_list_codg", "fee_list_d.cnt", "fee_list_d.setl_id",
    "fee_list_d.inscp_amt", "setl_d.inscp_amt", "setl_d.fund_pay_sumamt",
    "setl_d.hosp_lv|fixmedins_b.hosp_lv", "kb_item.rule_code", "kb_item.item_code",
    "kb_item.min_hosp_lv",
]
limits   = """
只查基金部分大于零的明细；等级取结算时的医院等级，没有的取定点医药机构的现行等级。
01–04、12 为三级，05–07、13 为二级，08–10、14 为一级，11 无等级低于一级；等级为空或旧编码（20 以上）的不查。
药店（机构类型 2，或医疗类别 41、93）没有等级，不查，凭流转处方在药店取药的也查不到。
一个编码有几个知识点的取较低的级别。医联体下沉用药、当地放宽的会被命中。measured_value 是机构级别（0–3）。
"""
reviewed = 2025-11-21
back     = []
*/
WITH point AS (
    SELECT
        k.item_code,
        min(k.kb_item_id) AS kb_item_id,
        min(k.min_hosp_lv) AS min_level
    FROM item_point AS k
    WHERE
        k.rule_code = 'R07'
        AND k.min_hosp_lv IS NOT NULL
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
    GROUP BY k.item_code
),

dispensed AS (
    SELECT
        coalesce(f.mdtrt_id, f.setl_id) AS encounter_id,
        f.item_code,
        k.kb_item_id,
        k.min_level,
        f.bkkp_sn,
        f.psn_no,
        f.fixmedins_code,
        f.fee_date,
        f.det_item_fee_sumamt,
        f.fund_amt,
        coalesce(n.hosp_lv, i.hosp_lv) AS hosp_lv
    FROM net_fee AS f
    INNER JOIN point AS k ON k.item_code = f.item_code
    INNER JOIN net_setl AS n ON n.setl_id = f.setl_id
    LEFT JOIN fixmedins_b AS i
        ON i.fixmedins_code = f.fixmedins_code AND coalesce(i.vali_flag, '1') = '1'
    WHERE
        f.fund_amt > 0
        AND coalesce(i.fixmedins_type, '') <> '2'
        AND coalesce(left(n.med_type, 2), '') NOT IN ('41', '93')
),

graded AS (
    SELECT
        *,
        -- A tertiary hospital is below no limit.
        CASE
            WHEN hosp_lv IN ('05', '06', '07', '13') THEN '2'
            WHEN hosp_lv IN ('08', '09', '10', '14') THEN '1'
            WHEN hosp_lv = '11' THEN '0'
        END AS level
    FROM dispensed
),

line AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY encounter_id, item_code ORDER BY fee_date, bkkp_sn) AS place
    FROM graded
    WHERE level < min_level
)

SELECT
    encounter_id || '|' || item_code AS subject_id,
    min(psn_no) AS psn_no,
    min(fixmedins_code) AS fixmedins_code,
    max(fee_date) AS event_date,
    CAST(sum(det_item_fee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(max(level) AS DOUBLE) AS measured_value,
    'kb_item:' || kb_item_id || ';'
    || string_agg(CASE WHEN place <= 49 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY encounter_id, item_code, kb_item_id
