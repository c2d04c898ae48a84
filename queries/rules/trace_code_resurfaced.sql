/*
code     = "R56"
title    = "同一追溯码隔月在另一家机构再次使用"
question = "同一盒药的追溯码在一家机构用过之后，是否隔了一个月以上又在另一家机构使用（可能回流药、盗刷）？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十九条：不得转卖药品，不得为转卖药品提供便利",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第五项、第四十一条第三项",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一个追溯码"
tables   = ["drug_trac_sel_d", "fee_list_d", "setl_d"]
optional = ["fee_list_d", "setl_d"]
columns  = [
    "drug_trac_sel_d.drug_trac_codg", "drug_trac_sel_d.fixmedins_code",
    "drug_trac_sel_d.opt_time|fee_list_d.fee_ocur_time",
]
limits   = """
按时间排列同一追溯码的各次净使用，后一次与前一次不在同一机构、相隔达到 30 天（含）的命中；4 至 29 天的不命中，3 天以内的另有规则。
拆零的、已退货退费的不计；医保与自费使用都计。时间取费用明细的，没有明细的取上传时间。
只计相隔达到天数的那些后一次使用；机构记最后一次的；这些使用只有一人时才记人员。一笔明细有几盒的按数量均摊，没有明细的金额为空。
医共体、连锁内部调拨后漏退、扫错码、补传日期不实会误报，须核进销存。
"""
reviewed = 2025-11-21

[params.min_gap_days]
default = 30
unit    = "天"
label   = "与前一次（另一机构）使用的最短间隔"
source  = "默"
*/
-- The use before it of the same code, wherever that was.
WITH followed AS (
    SELECT
        u.*,
        lag(u.trac_sn) OVER (
            PARTITION BY u.drug_trac_codg ORDER BY u.use_time, u.trac_sn
        ) AS earlier_sn,
        lag(u.fixmedins_code) OVER (
            PARTITION BY u.drug_trac_codg ORDER BY u.use_time, u.trac_sn
        ) AS earlier_code,
        lag(u.use_date) OVER (
            PARTITION BY u.drug_trac_codg ORDER BY u.use_time, u.trac_sn
        ) AS earlier_date
    FROM repeat_trace_use AS u
    WHERE u.fixmedins_code IS NOT NULL
),

moved AS (
    SELECT
        *,
        date_diff('day', earlier_date, use_date) AS gap_days,
        row_number() OVER (PARTITION BY drug_trac_codg ORDER BY use_time, trac_sn) AS place
    FROM followed
    WHERE
        fixmedins_code <> earlier_code
        AND date_diff('day', earlier_date, use_date) >= $min_gap_days
)

SELECT
    drug_trac_codg AS subject_id,
    CASE WHEN count(DISTINCT psn_no) = 1 THEN min(psn_no) END AS psn_no,
    max_by(fixmedins_code, place) AS fixmedins_code,
    max(use_date) AS event_date,
    CAST(round(sum(total_amt), 2) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(max(gap_days) AS DOUBLE) AS measured_value,
    string_agg(
        CASE
            WHEN place <= 25
                THEN 'drug_trac_sel_d:' || earlier_sn || ';drug_trac_sel_d:' || trac_sn
        END,
        ';' ORDER BY place
    ) AS evidence
FROM moved
GROUP BY drug_trac_codg
