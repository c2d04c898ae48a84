/*
code     = "R15"
title    = "药品超限定适应症支付"
question = "限定适应症的药品由基金支付时，本次就诊和近期的诊断里是否没有一个符合限定？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第六项：将不属于医疗保障基金支付范围的医药费用纳入医疗保障基金结算",
    "国家医保局智能监管“两库”第十二批至第十八批：药品限适应症",
]
class    = "疑"
stage    = ["事前", "事中", "事后"]
subject  = "一笔药品收费（就诊ID|记账流水号）"
tables   = ["fee_list_d", "setl_d", "mdtrt_d", "setl_list_diag_d", "kb_item"]
optional = ["mdtrt_d", "setl_list_diag_d"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.mdtrt_id", "fee_list_d.setl_id", "fee_list_d.cnt",
    "fee_list_d.inscp_amt", "fee_list_d.hilist_code|med_list_codg", "setl_d.inscp_amt",
    "setl_d.fund_pay_sumamt", "mdtrt_d.dscg_maindiag_code|setl_list_diag_d.diag_code",
    "kb_item.rule_code", "kb_item.item_code", "kb_item.diag_ptn",
]
limits   = """
只判“诊断范围”（诊断编码开头，几个用英文分号隔开）已填的知识点；官方工作簿的限定适应症是文字，装入后须由人把编码补上，否则不判。
一种药品有几个知识点的，符合一个即可；本次就诊的任一诊断（结算清单全部诊断、就诊主诊断）或之前 180 天内的诊断符合即可。
只看基金支付大于 0 的明细，计整笔。本次就诊没有任何诊断的（如药店购药）不判；诊断编码开头符合而病情、分期、年龄不符的查不到。
"""
reviewed = 2025-11-21
back     = ["history_days"]

[params.history_days]
default = 180
unit    = "天"
label   = "既往诊断有效的天数"
source  = "默"
*/
WITH listed AS (
    SELECT
        k.item_code,
        unnest(string_split(k.diag_ptn, ';')) AS beginning
    FROM item_point AS k
    WHERE
        k.rule_code = 'R15'
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
),

pattern AS (
    SELECT
        l.item_code,
        trim(l.beginning) AS beginning
    FROM listed AS l
    WHERE trim(l.beginning) <> ''
),

visit_drug AS (
    SELECT DISTINCT
        f.psn_no,
        f.mdtrt_id,
        f.item_code
    FROM net_fee AS f
    WHERE f.item_code IN (SELECT p.item_code FROM pattern AS p)
),

visit_diagnosis AS (
    SELECT
        v.psn_no,
        v.mdtrt_id,
        v.item_code,
        d.diag_code
    FROM visit_drug AS v
    INNER JOIN diagnosis AS d ON d.mdtrt_id = v.mdtrt_id
),

-- Few codes and few patterns: compared once, not for every line.
fitting AS (
    SELECT DISTINCT
        p.item_code,
        c.diag_code
    FROM (SELECT DISTINCT v.diag_code FROM visit_diagnosis AS v) AS c
    INNER JOIN pattern AS p ON c.diag_code LIKE p.beginning || '%'
),

unfit_visit AS (
    SELECT
        v.psn_no,
        v.mdtrt_id,
        v.item_code,
        count(DISTINCT v.diag_code) AS diagnoses
    FROM visit_diagnosis AS v
    LEFT JOIN fitting AS g ON g.item_code = v.item_code AND g.diag_code = v.diag_code
    GROUP BY v.psn_no, v.mdtrt_id, v.item_code
    HAVING count(g.item_code) = 0
),

history AS (
    SELECT DISTINCT
        u.psn_no,
        u.item_code,
        d.diag_date
    FROM unfit_visit AS u
    INNER JOIN diagnosis AS d ON d.psn_no = u.psn_no
    INNER JOIN pattern AS p
        ON p.item_code = u.item_code AND d.diag_code LIKE p.beginning || '%'
)

SELECT
    f.mdtrt_id || '|' || f.bkkp_sn AS subject_id,
    f.psn_no,
    f.fixmedins_code,
    f.fee_date AS event_date,
    CAST(f.det_item_fee_sumamt AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(f.fund_amt, 2) AS DECIMAL(18, 2)) AS fund_amount,
    -- How many diagnoses of the visit were looked at; none fits.
    CAST(u.diagnoses AS DOUBLE) AS measured_value,
    'fee_list_d:' || f.bkkp_sn || ';mdtrt_d:' || f.mdtrt_id AS evidence
FROM unfit_visit AS u
INNER JOIN net_fee AS f
    ON f.mdtrt_id = u.mdtrt_id AND f.psn_no = u.psn_no AND f.item_code = u.item_code
WHERE
    f.fund_amt > 0
    AND NOT EXISTS (
        SELECT 1 FROM history AS h
        WHERE
            h.psn_no = f.psn_no
            AND h.item_code = f.item_code
            AND date_diff('day', h.diag_date, f.fee_date) BETWEEN 0 AND $history_days
    )
