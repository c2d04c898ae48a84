/*
code     = "R08"
title    = "药品超限定支付疗程"
question = "限定支付天数的药品，连续用药中由基金支付的天数是否超过了限定天数？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条：医疗保障基金支付的费用应当符合规定的支付范围",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第六项",
    "《基本医疗保险用药管理暂行办法》（国家医疗保障局令第1号）：符合医保限定支付范围",
    "国家医保局智能监管“两库”第六批：药品限支付疗程",
]
class    = "违"
stage    = ["事前", "事中", "事后"]
subject  = "一次就诊中超出疗程的一种药品（就诊ID|药品编码）"
tables   = ["fee_list_d", "setl_d", "kb_item"]
columns  = [
    "fee_list_d.hilist_code|med_list_codg", "fee_list_d.cnt", "fee_list_d.fee_ocur_time",
    "fee_list_d.psn_no", "fee_list_d.setl_id", "fee_list_d.inscp_amt", "setl_d.inscp_amt",
    "setl_d.fund_pay_sumamt", "kb_item.rule_code", "kb_item.item_code", "kb_item.max_days",
]
limits   = """
同一人同一种药（知识点的目录名称相同，没有名称的按编码）跨机构合并，前后两个用药日相隔不超过间隔天数算连续。
自费的用药日也算连续，但只数基金支付的日子；从超过限定天数的那一天起，只计基金支付的明细。同名知识点限定不同的取较宽的。
按费用发生日期数天：门诊一次开出多日药量只算一天，会漏；集中补记账的会少数。
病程中另有新发病、当地允许延长的会被命中，须核病历。measured_value 是基金支付的第几天。
"""
reviewed = 2025-11-21
back     = []
history  = "item_point"

[params.gap_days]
default = 1
unit    = "天"
label   = "前后两个用药日相隔不超过几天算连续"
source  = "默"
*/
WITH named AS (
    SELECT
        k.item_code,
        k.kb_item_id,
        min(k.item_code) OVER (PARTITION BY coalesce(k.item_name, k.item_code)) AS drug_code,
        max(k.max_days) OVER (PARTITION BY coalesce(k.item_name, k.item_code)) AS max_days
    FROM item_point AS k
    WHERE
        k.rule_code = 'R08'
        AND k.max_days IS NOT NULL
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
),

-- A code listed under two names goes with the one that allows more.
point AS (
    SELECT *
    FROM named
    QUALIFY row_number() OVER (PARTITION BY item_code ORDER BY max_days DESC, kb_item_id) = 1
),

dose AS (
    SELECT
        coalesce(f.mdtrt_id, f.setl_id) AS encounter_id,
        k.drug_code,
        k.kb_item_id,
        k.max_days,
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
        drug_code,
        fee_date,
        max(max_days) AS max_days,
        max(CASE WHEN fund_amt > 0 THEN 1 ELSE 0 END) AS paid,
        CASE
            WHEN date_diff('day', lag(fee_date) OVER by_date, fee_date) <= $gap_days THEN 0
            ELSE 1
        END AS begins
    FROM dose
    GROUP BY psn_no, drug_code, fee_date
    WINDOW by_date AS (PARTITION BY psn_no, drug_code ORDER BY fee_date)
),

course AS (
    SELECT
        *,
        sum(begins) OVER (PARTITION BY psn_no, drug_code ORDER BY fee_date) AS course_no
    FROM use_day
),

counted AS (
    SELECT
        *,
        sum(paid) OVER (PARTITION BY psn_no, drug_code, course_no ORDER BY fee_date) AS paid_days
    FROM course
),

line AS (
    SELECT
        d.*,
        c.paid_days,
        row_number() OVER (
            PARTITION BY d.encounter_id, d.drug_code ORDER BY d.fee_date, d.bkkp_sn
        ) AS place
    FROM counted AS c
    INNER JOIN dose AS d
        ON d.psn_no = c.psn_no AND d.drug_code = c.drug_code AND d.fee_date = c.fee_date
    WHERE c.paid_days > c.max_days AND d.fund_amt > 0
)

SELECT
    encounter_id || '|' || drug_code AS subject_id,
    min(psn_no) AS psn_no,
    min(fixmedins_code) AS fixmedins_code,
    max(fee_date) AS event_date,
    CAST(sum(det_item_fee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(max(paid_days) AS DOUBLE) AS measured_value,
    'kb_item:' || min(kb_item_id) || ';'
    || string_agg(CASE WHEN place <= 49 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY encounter_id, drug_code
