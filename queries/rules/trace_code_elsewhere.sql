/*
code     = "R57"
title    = "同一追溯码几天内在两家机构使用"
question = "同一盒药的追溯码，是否在几天之内先后在两家机构使用（可能假药、套用追溯码）？"
basis    = [
    "《中华人民共和国药品管理法》第九十八条：禁止销售假药、劣药",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第四项：串换药品、医用耗材、诊疗项目和服务设施",
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
按时间排列同一追溯码的各次净使用，后一次与前一次不在同一机构、相隔不超过 3 天（含，同日为 0 天）的命中；4 至 29 天的不命中，30 天起的另有规则。
拆零的、已退货退费的不计；医保与自费使用都计。时间取费用明细的，没有明细的取上传时间。
只计相隔在天数以内的那些后一次使用；机构记最后一次的；这些使用只有一人时才记人员。一笔明细有几盒的按数量均摊，没有明细的金额为空。
医共体、连锁内部调拨后漏退、扫错码会误报，须核进销存和实物。
"""
reviewed = 2025-11-21

[params.max_gap_days]
default = 3
unit    = "天"
label   = "与前一次（另一机构）使用的最长间隔"
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
        AND date_diff('day', earlier_date, use_date) <= $max_gap_days
)

SELECT
    drug_trac_codg AS subject_id,
    CASE WHEN count(DISTINCT psn_no) = 1 THEN min(psn_no) END AS psn_no,
    max_by(fixmedins_code, place) AS fixmedins_code,
    max(use_date) AS event_date,
    CAST(round(sum(total_amt), 2) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(min(gap_days) AS DOUBLE) AS measured_value,
    string_agg(
        CASE
            WHEN place <= 25
                THEN 'drug_trac_sel_d:' || earlier_sn || ';drug_trac_sel_d:' || trac_sn
        END,
        ';' ORDER BY place
    ) AS evidence
FROM moved
GROUP BY drug_trac_codg
