/*
code     = "R04"
title    = "药品超限定险种支付"
question = "限工伤保险、限生育保险的药品，是否由其他险种的基金支付了？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条：医疗保障基金支付的费用应当符合规定的支付范围",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第六项",
    "《基本医疗保险用药管理暂行办法》（国家医疗保障局令第1号）：符合医保限定支付范围",
    "国家医保局智能监管“两库”第三批：药品限工伤保险、药品限生育保险",
]
class    = "违"
stage    = ["事前", "事中", "事后"]
subject  = "一次就诊的一种药品（就诊ID|药品编码）"
tables   = ["fee_list_d", "setl_d", "kb_item"]
columns  = [
    "fee_list_d.hilist_code|med_list_codg", "fee_list_d.cnt", "fee_list_d.setl_id",
    "fee_list_d.inscp_amt", "setl_d.inscp_amt", "setl_d.fund_pay_sumamt", "setl_d.insutype",
    "kb_item.rule_code", "kb_item.item_code", "kb_item.allow_insutype",
]
limits   = """
只查基金部分大于零的明细，险种取所属结算的险种类型；险种与允许险种相同或是其下级编码的不命中，没有险种的不查。
平台险种没有工伤保险，限工伤保险的药品凡由医保基金支付的都命中。一个编码有几个知识点的，符合其一即可。
限生育保险的药品，生育类就诊（默认医疗类别 51、52、53、55）不论险种都不命中：居民生育费用按药品目录凡例也可支付。
生育费用按普通住院结算的会被误报；measured_value 是净数量合计。
"""
reviewed = 2025-11-21
back     = []

[params.maternity_med_types]
default = ["51", "52", "53", "55"]
unit    = "医疗类别编码开头"
label   = "按生育保险对待的医疗类别"
source  = "默"
*/
WITH maternity AS (SELECT unnest($maternity_med_types) AS beginning),

allowed AS (
    SELECT
        k.item_code,
        k.kb_item_id,
        unnest(string_split(k.allow_insutype, ';')) AS insutype
    FROM item_point AS k
    WHERE
        k.rule_code = 'R04'
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
),

point AS (
    SELECT
        item_code,
        min(kb_item_id) AS kb_item_id,
        bool_or(left(insutype, 3) = '510') AS for_maternity
    FROM allowed
    GROUP BY item_code
),

outside AS (
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
        f.fund_amt
    FROM net_fee AS f
    INNER JOIN point AS k ON k.item_code = f.item_code
    INNER JOIN net_setl AS n ON n.setl_id = f.setl_id
    WHERE
        f.fund_amt > 0
        AND n.insutype IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM allowed AS a
            WHERE a.item_code = f.item_code AND n.insutype LIKE a.insutype || '%'
        )
        AND NOT EXISTS (
            SELECT 1 FROM maternity AS m
            WHERE k.for_maternity AND n.med_type LIKE m.beginning || '%'
        )
),

line AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY encounter_id, item_code ORDER BY fee_date, bkkp_sn) AS place
    FROM outside
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
