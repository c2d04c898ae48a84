/*
code     = "R16"
title    = "不予支付的中药饮片由基金支付"
question = "单方、复方均不予支付的饮片，或全由单方不予支付的饮片组成的处方，是否由基金支付？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第六项：将不属于医疗保障基金支付范围的医药费用纳入医疗保障基金结算",
    "国家医保局智能监管“两库”第十一批：中药饮片单复方均不予支付、中药饮片单方使用不予支付",
]
class    = "违"
stage    = ["事前", "事中", "事后"]
subject  = "一笔饮片收费（就诊ID|记账流水号）"
tables   = ["fee_list_d", "setl_d", "kb_item"]
columns  = [
    "fee_list_d.mdtrt_id", "fee_list_d.setl_id", "fee_list_d.cnt", "fee_list_d.inscp_amt",
    "fee_list_d.fee_ocur_time|rx_drord_no",
    "fee_list_d.hilist_code|med_list_codg", "setl_d.inscp_amt", "setl_d.fund_pay_sumamt",
    "kb_item.rule_code", "kb_item.item_code", "kb_item.limit_type",
]
limits   = """
“单复方均不付”的饮片，基金支付大于 0 即命中；“单方不付”的，只有一张处方里的饮片全在两张清单上（含只有一味）才命中。
一张处方指同一就诊的同一处方（医嘱）号，没有处方号的取同一就诊的同一天；西药、中成药不算一味，自费的饮片算一味。
饮片按目录类别 102、收费类别 10 或编码以 T 开头认。住院医嘱逐味编号的会把复方当成单方误报，须核处方。
"""
reviewed = 2025-11-21
back     = []
*/
WITH unpaid AS (
    SELECT
        k.item_code,
        max(CASE WHEN k.limit_type = '单复方均不付' THEN 1 ELSE 0 END) AS never_paid
    FROM item_point AS k
    WHERE
        k.rule_code = 'R16'
        AND k.limit_type IN ('单复方均不付', '单方不付')
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
    GROUP BY k.item_code
),

suspect AS (
    SELECT
        f.mdtrt_id,
        coalesce(f.rx_drord_no, CAST(f.fee_date AS VARCHAR)) AS rx,
        f.bkkp_sn,
        f.psn_no,
        f.fixmedins_code,
        f.fee_date,
        f.det_item_fee_sumamt,
        f.fund_amt,
        u.never_paid
    FROM net_fee AS f
    INNER JOIN unpaid AS u ON u.item_code = f.item_code
    WHERE f.fund_amt > 0
),

-- The pieces of each prescription that has a suspect, and how many of them are on no list.
prescription AS (
    SELECT
        s.mdtrt_id,
        s.rx,
        count(DISTINCT f.item_code) AS pieces,
        count(DISTINCT f.item_code) - count(DISTINCT u.item_code) AS paid_pieces
    FROM (SELECT DISTINCT mdtrt_id, rx FROM suspect) AS s
    INNER JOIN net_fee AS f
        ON
            f.mdtrt_id = s.mdtrt_id
            AND coalesce(f.rx_drord_no, CAST(f.fee_date AS VARCHAR)) = s.rx
    LEFT JOIN unpaid AS u ON u.item_code = f.item_code
    WHERE
        u.item_code IS NOT NULL
        OR f.list_type = '102'
        OR left(f.med_chrgitm_type, 2) = '10'
        OR f.item_code LIKE 'T%'
    GROUP BY s.mdtrt_id, s.rx
)

SELECT
    s.mdtrt_id || '|' || s.bkkp_sn AS subject_id,
    s.psn_no,
    s.fixmedins_code,
    s.fee_date AS event_date,
    CAST(s.det_item_fee_sumamt AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(s.fund_amt, 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(p.pieces AS DOUBLE) AS measured_value,
    'fee_list_d:' || s.bkkp_sn AS evidence
FROM suspect AS s
INNER JOIN prescription AS p ON p.mdtrt_id = s.mdtrt_id AND p.rx = s.rx
WHERE s.never_paid = 1 OR p.paid_pieces = 0
