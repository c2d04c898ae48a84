/*
code     = "R09"
title    = "医疗服务项目超限定支付疗程、评定间隔"
question = "限定支付总时间或评定间隔的医疗服务项目（多为康复项目），是否收费过久或过密？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条：医疗保障基金支付的费用应当符合规定的支付范围",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第二项、第六项",
    "人社部发〔2016〕23号：新增部分医疗康复项目的限定支付范围；国家医保局智能监管“两库”第八批：医疗服务项目限支付疗程",
]
class    = "违"
stage    = ["事前", "事中", "事后"]
subject  = "一次就诊中过久或过密的一个项目（就诊ID|项目编码）"
tables   = ["fee_list_d", "setl_d", "kb_item"]
optional = ["setl_d"]
columns  = [
    "fee_list_d.hilist_code|med_list_codg", "fee_list_d.cnt", "fee_list_d.fee_ocur_time",
    "fee_list_d.psn_no", "kb_item.rule_code", "kb_item.item_code",
    "kb_item.max_span_days|min_gap_days",
]
limits   = """
同一人同一项目跨机构合并。距本疗程首次的天数大于最长疗程跨度的明细命中，第 90 天仍不算超；停做超过断开天数的另算新疗程。
与上一收费日相隔少于最短间隔的明细命中；同一日收几次不算间隔过短（见单日超频次）。只计过久、过密的明细。
不论基金是否支付都命中，没有结算的基金部分为空。一个编码有几个知识点的取较宽的。
换了疾病重新康复、首次评定在数据起始日以前的会误判，须核病历。measured_value 是距首次天数，只是过密的为间隔天数。
"""
reviewed = 2025-11-21
back     = []
history  = "item_point"

[params.new_course_days]
default = 180
unit    = "天"
label   = "停做超过几天的另算新疗程"
source  = "默"
*/
WITH point AS (
    SELECT
        k.item_code,
        min(k.kb_item_id) AS kb_item_id,
        max(k.max_span_days) AS max_span_days,
        min(k.min_gap_days) AS min_gap_days
    FROM item_point AS k
    WHERE
        k.rule_code = 'R09'
        AND coalesce(k.max_span_days, k.min_gap_days) IS NOT NULL
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
    GROUP BY k.item_code
),

charge AS (
    SELECT
        coalesce(f.mdtrt_id, f.setl_id, f.bkkp_sn) AS encounter_id,
        f.item_code,
        k.kb_item_id,
        k.max_span_days,
        k.min_gap_days,
        f.bkkp_sn,
        f.psn_no,
        f.fixmedins_code,
        f.fee_date,
        f.det_item_fee_sumamt,
        f.fund_amt
    FROM net_fee AS f
    INNER JOIN point AS k ON k.item_code = f.item_code
),

use_day AS (
    SELECT
        psn_no,
        item_code,
        fee_date,
        date_diff(
            'day', lag(fee_date) OVER (PARTITION BY psn_no, item_code ORDER BY fee_date), fee_date
        ) AS gap_days
    FROM charge
    GROUP BY psn_no, item_code, fee_date
),

course AS (
    SELECT
        *,
        max(CASE WHEN coalesce(gap_days > $new_course_days, TRUE) THEN fee_date END) OVER (
            PARTITION BY psn_no, item_code ORDER BY fee_date
        ) AS first_date
    FROM use_day
),

judged AS (
    SELECT
        c.*,
        CASE
            WHEN date_diff('day', d.first_date, c.fee_date) > c.max_span_days
                THEN date_diff('day', d.first_date, c.fee_date)
        END AS span_days,
        CASE WHEN d.gap_days < c.min_gap_days THEN d.gap_days END AS gap_days
    FROM charge AS c
    INNER JOIN course AS d
        ON d.psn_no = c.psn_no AND d.item_code = c.item_code AND d.fee_date = c.fee_date
),

line AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY encounter_id, item_code ORDER BY fee_date, bkkp_sn) AS place
    FROM judged
    WHERE coalesce(span_days, gap_days) IS NOT NULL
)

SELECT
    encounter_id || '|' || item_code AS subject_id,
    min(psn_no) AS psn_no,
    min(fixmedins_code) AS fixmedins_code,
    max(fee_date) AS event_date,
    CAST(sum(det_item_fee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(coalesce(max(span_days), min(gap_days)) AS DOUBLE) AS measured_value,
    'kb_item:' || kb_item_id || ';'
    || string_agg(CASE WHEN place <= 49 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY encounter_id, item_code, kb_item_id
