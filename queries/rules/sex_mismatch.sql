/*
code     = "R01"
title    = "药品、项目与性别不符"
question = "限男性或限女性的药品、医疗服务项目，是否记在了另一性别参保人的名下？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条：如实出具费用单据，不得串换药品、诊疗项目",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第四项、第四十条第三项",
    "国家医保局智能监管“两库”第一批：药品（医疗服务项目）区分性别使用",
]
class    = "疑"
stage    = ["事前", "事中", "事后"]
subject  = "一次就诊的一个项目（就诊ID|项目编码）"
tables   = ["fee_list_d", "kb_item", "psn_info_b", "setl_d", "mdtrt_d"]
optional = ["psn_info_b", "setl_d", "mdtrt_d"]
columns  = [
    "fee_list_d.hilist_code|med_list_codg", "fee_list_d.cnt", "kb_item.rule_code",
    "kb_item.item_code", "kb_item.gend", "psn_info_b.gend|setl_d.gend",
]
limits   = """
性别先取人员基本信息，没有或不明的取结算信息；两处都不是男、女的不查。编码与知识点的目录编码完全相等才算。
一个编码既限男又限女的不查；新生儿就诊（新生儿标志为 1）常用母亲的编号，不查。
不论基金是否支付都命中，measured_value 是净数量合计；没有结算的基金部分为空。
多数是对码错误（如男性记了宫腔镜），须核病历后再定性；性别登记错、变更过性别的会误报。
"""
reviewed = 2025-11-21
back     = []
*/
WITH point AS (
    SELECT
        k.item_code,
        min(k.kb_item_id) AS kb_item_id,
        min(k.gend) AS gend
    FROM item_point AS k
    WHERE
        k.rule_code = 'R01'
        AND k.gend IN ('1', '2')
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
    GROUP BY k.item_code
    HAVING min(k.gend) = max(k.gend)
),

mismatch AS (
    SELECT
        coalesce(f.mdtrt_id, f.setl_id, f.bkkp_sn) AS encounter_id,
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
    LEFT JOIN person AS p ON p.psn_no = f.psn_no AND p.gend IN ('1', '2')
    LEFT JOIN net_setl AS n ON n.setl_id = f.setl_id AND n.gend IN ('1', '2')
    WHERE
        coalesce(p.gend, n.gend) <> k.gend
        AND NOT EXISTS (
            SELECT 1 FROM special_visit AS v WHERE v.mdtrt_id = f.mdtrt_id AND v.is_newborn
        )
),

line AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY encounter_id, item_code ORDER BY fee_date, bkkp_sn) AS place
    FROM mismatch
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
