/*
code     = "R24"
title    = "出院带药超量"
question = "一次住院的出院带药，同一种药的用药天数是否超过允许的天数（慢性病 30 天，其他 7 天）？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第二项：分解处方、超量开药、重复开药",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条；允许天数为本产品默认值，以当地规定为准",
]
class    = "疑"
stage    = ["事前", "事中", "事后"]
subject  = "一次住院的一种药（就诊ID|项目编码）"
tables   = ["fee_list_d", "mdtrt_d", "setl_d", "fixmedins_b", "setl_list_diag_d"]
optional = ["setl_d", "fixmedins_b", "setl_list_diag_d"]
columns  = [
    "fee_list_d.mdtrt_id", "fee_list_d.dscg_tkdrug_flag", "fee_list_d.prd_days", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg", "mdtrt_d.med_type|ipt_days",
]
limits   = """
只看标为出院带药（出院带药标志为 1）的明细，同一次住院同一编码的周期天数合计，只计超出的天数，按均价折算金额。
主诊断或结算清单任一诊断的编码以所列慢性病开头的按慢性病，没有诊断的按其他；清单没有装入时只看主诊断。
没有带药标志或周期天数的明细不查；退了一部分的药仍按原天数计；当地延长带药天数的，改参数。
"""
reviewed = 2025-11-21
back     = []

[params.acute_days]
default = 7
unit    = "天"
label   = "一般疾病带药的天数"
source  = "默"

[params.chronic_days]
default = 30
unit    = "天"
label   = "慢性病带药的天数"
source  = "默"

[params.chronic_diagnoses]
default = [
    "A15", "A16", "B18", "B20", "C", "D45", "D46", "D47", "D55", "D56", "D57", "D58", "D59", "D6",
    "E0", "E10", "E11", "E12", "E13", "E14", "E2", "E78", "F", "G20", "G30", "G35", "G40", "G70",
    "H40", "I05", "I06", "I07", "I08", "I10", "I11", "I12", "I13", "I15", "I20", "I25", "I27",
    "I42", "I48", "I50", "I63", "I69", "I70", "J41", "J42", "J43", "J44", "J45", "J84", "K50",
    "K51", "K70", "K73", "K74", "L40", "M05", "M06", "M10", "M32", "M34", "M45", "M81", "N03",
    "N04", "N18", "N40", "Z94",
]
unit    = "诊断编码开头"
label   = "可带长期用药的慢性病"
source  = "默"
*/
WITH chronic_diagnosis AS (SELECT unnest($chronic_diagnoses) AS beginning),

line AS (
    SELECT
        f.mdtrt_id,
        f.item_code,
        f.fee_date,
        f.bkkp_sn,
        f.prd_days,
        f.det_item_fee_sumamt,
        f.fund_amt
    FROM net_fee AS f
    WHERE f.dscg_tkdrug_flag = '1' AND f.item_code IS NOT NULL
),

taken AS (
    SELECT
        s.mdtrt_id,
        n.item_code,
        s.psn_no,
        s.fixmedins_code,
        s.dscg_maindiag_code,
        coalesce(s.dscg_date, max(n.fee_date)) AS event_date,
        sum(n.prd_days) AS days
    FROM line AS n
    INNER JOIN stay AS s ON s.mdtrt_id = n.mdtrt_id
    GROUP BY
        s.mdtrt_id, n.item_code, s.psn_no, s.fixmedins_code, s.dscg_maindiag_code, s.dscg_date
    -- Diagnoses are compared one by one: only those of the few stays that may be flagged.
    HAVING sum(n.prd_days) > least($acute_days, $chronic_days)
),

chronic_stay AS (
    SELECT t.mdtrt_id
    FROM taken AS t
    INNER JOIN chronic_diagnosis AS c ON t.dscg_maindiag_code LIKE c.beginning || '%'
    UNION
    SELECT d.mdtrt_id
    FROM setl_list_diag_d AS d
    INNER JOIN chronic_diagnosis AS c ON d.diag_code LIKE c.beginning || '%'
    WHERE
        coalesce(d.vali_flag, '1') = '1'
        AND d.mdtrt_id IN (SELECT t.mdtrt_id FROM taken AS t)
),

limited AS (
    SELECT
        t.*,
        CASE WHEN c.mdtrt_id IS NULL THEN $acute_days ELSE $chronic_days END AS limit_days
    FROM taken AS t
    LEFT JOIN chronic_stay AS c ON c.mdtrt_id = t.mdtrt_id
),

proof AS (
    SELECT
        b.*,
        n.bkkp_sn,
        n.det_item_fee_sumamt,
        n.fund_amt,
        row_number() OVER (
            PARTITION BY b.mdtrt_id, b.item_code ORDER BY n.fee_date, n.bkkp_sn
        ) AS place
    FROM limited AS b
    INNER JOIN line AS n ON n.mdtrt_id = b.mdtrt_id AND n.item_code = b.item_code
    WHERE b.days > b.limit_days
)

SELECT
    mdtrt_id || '|' || item_code AS subject_id,
    psn_no,
    fixmedins_code,
    event_date,
    CAST(
        round(CAST(sum(det_item_fee_sumamt) AS DOUBLE) * (days - limit_days) / nullif(days, 0), 2)
        AS DECIMAL(18, 2)
    ) AS total_amount,
    CAST(round(sum(fund_amt) * (days - limit_days) / nullif(days, 0), 2) AS DECIMAL(18, 2))
        AS fund_amount,
    CAST(days AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM proof
GROUP BY mdtrt_id, item_code, psn_no, fixmedins_code, event_date, days, limit_days
