/*
code     = "R48"
title    = "同日多次、多机构透析"
question = "同一参保人同一天，是否收取了两次及以上血液透析，或在两家机构透析？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第三项：重复收费、超标准收费、分解项目收费",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第三项：虚构医药服务项目",
]
class    = "违"
stage    = ["事前", "事中", "事后"]
subject  = "一名参保人的一天（人员编号|日期）"
tables   = ["fee_list_d", "setl_d", "kb_item"]
optional = ["setl_d", "kb_item"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg",
]
limits   = """
透析项目：知识点中 R47、限定类型“透析”的清单；没有装入的用默认清单（血液透析、血液滤过、血液透析滤过）。同日的血液灌流不是第二次透析。
备注写明中断重新上机的明细不计次（词语可改）；没有写备注的中断重上会被命中，须核透析记录单。
只计当日第二次起的费用（按发生时间先后，同一笔多次的按均价），机构取多收的一家；退费记回原日期。
住院费用按汇总日期入账的、跨零点的透析会误报；同日透析加透析滤过两个项目都收的也命中。
"""
reviewed = 2025-11-21
back     = []

[params.max_per_day]
default = 1
unit    = "次"
label   = "每日最多次数（多于此数才命中）"
source  = "默"

[params.restart_words]
default = ["中断", "重新上机", "重上"]
unit    = "备注中的词"
label   = "写明中断重上、不另计次的备注"
source  = "默"
*/
WITH restart_word AS (SELECT unnest($restart_words) AS word),

line AS (
    SELECT
        s.*,
        sum(s.cnt) OVER (PARTITION BY s.psn_no, s.fee_date) AS sessions,
        sum(s.cnt) OVER earlier AS upto,
        row_number() OVER earlier AS place
    FROM dialysis_session AS s
    WHERE
        s.psn_no IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM restart_word AS w WHERE s.memo LIKE '%' || w.word || '%'
        )
    WINDOW earlier AS (
        PARTITION BY s.psn_no, s.fee_date ORDER BY s.fee_ocur_time, s.bkkp_sn
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
),

judged AS (
    SELECT
        *,
        -- Of a line of several sessions only those beyond the limit.
        CAST(greatest(least(cnt, upto - $max_per_day), 0) AS DOUBLE)
        / nullif(CAST(cnt AS DOUBLE), 0) AS share
    FROM line
    WHERE sessions > $max_per_day
)

SELECT
    psn_no || '|' || CAST(fee_date AS VARCHAR) AS subject_id,
    psn_no,
    min(CASE WHEN share > 0 THEN fixmedins_code END) AS fixmedins_code,
    fee_date AS event_date,
    CAST(round(sum(CAST(det_item_fee_sumamt AS DOUBLE) * share), 2) AS DECIMAL(18, 2))
        AS total_amount,
    CAST(round(sum(fund_amt * share), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(sessions AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM judged
GROUP BY psn_no, fee_date, sessions
