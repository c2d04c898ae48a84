/*
code     = "R52"
title    = "透析检验超频"
question = "透析病人两次定期检验的间隔，是否短于标准间隔的一半？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第二项：过度诊疗、过度检查",
    "标准间隔出自已公布的地方口径，不是全国规定",
]
class    = "疑"
stage    = ["事前", "事中", "事后"]
subject  = "一名参保人一天的一种检验（人员编号|检验|日期）"
tables   = ["fee_list_d", "setl_d", "kb_item", "mdtrt_d", "fixmedins_b"]
optional = ["setl_d", "kb_item", "mdtrt_d", "fixmedins_b"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg",
]
limits   = """
检验和标准间隔：知识点中 R52 的清单；没有装入的按明细名称认，血常规、生化 90 天，铁蛋白等 180 天，内瘘超声 30 天。
只看首次透析至末次透析之间、非住院的检验，各机构合并；同一天多笔算一次。计后一次检验的全部费用。
缺做是质量问题，判级不同，另见 R52b。没有就诊信息时不能剔除住院的检验。
感染、出血、调药后复查等有指征的会被命中，须核病历；医院每月常规查血的地方，应按当地标准装入清单。
"""
reviewed = 2025-11-21

[params.short_share]
default = 0.5
unit    = "倍"
label   = "短于标准间隔的多少倍才命中"
source  = "公"
*/
WITH session AS (SELECT * FROM dialysis_session),

on_dialysis AS (
    SELECT
        psn_no,
        min(fee_date) AS first_on,
        max(fee_date) AS last_on
    FROM session
    GROUP BY psn_no
),

test AS (
    SELECT t.*
    FROM dialysis_test AS t
    INNER JOIN on_dialysis AS d
        ON d.psn_no = t.psn_no AND t.fee_date BETWEEN d.first_on AND d.last_on
    WHERE NOT EXISTS (SELECT 1 FROM stay AS s WHERE s.mdtrt_id = t.mdtrt_id)
),

test_day AS (
    SELECT
        psn_no,
        test_name,
        fee_date,
        min(period_days) AS period_days
    FROM test
    GROUP BY psn_no, test_name, fee_date
),

spaced AS (
    SELECT
        *,
        lag(fee_date) OVER (PARTITION BY psn_no, test_name ORDER BY fee_date) AS earlier_date
    FROM test_day
),

hasty AS (
    SELECT
        psn_no,
        test_name,
        fee_date,
        earlier_date,
        date_diff('day', earlier_date, fee_date) AS gap_days
    FROM spaced
    WHERE date_diff('day', earlier_date, fee_date) < $short_share * period_days
),

line AS (
    SELECT
        h.*,
        t.fixmedins_code,
        t.bkkp_sn,
        t.fee_date = h.fee_date AS is_later,
        t.det_item_fee_sumamt,
        t.fund_amt,
        row_number() OVER (
            PARTITION BY h.psn_no, h.test_name, h.fee_date ORDER BY t.fee_date DESC, t.bkkp_sn ASC
        ) AS place
    FROM hasty AS h
    INNER JOIN test AS t
        ON
            t.psn_no = h.psn_no
            AND t.test_name = h.test_name
            AND t.fee_date IN (h.fee_date, h.earlier_date)
)

SELECT
    psn_no || '|' || test_name || '|' || CAST(fee_date AS VARCHAR) AS subject_id,
    psn_no,
    min(CASE WHEN place = 1 THEN fixmedins_code END) AS fixmedins_code,
    fee_date AS event_date,
    CAST(sum(CASE WHEN is_later THEN det_item_fee_sumamt END) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(CASE WHEN is_later THEN fund_amt END), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(gap_days AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY psn_no, test_name, fee_date, gap_days
