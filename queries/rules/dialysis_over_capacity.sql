/*
code     = "R51"
title    = "透析次数超机台容量"
question = "一家机构一天收取的血液透析次数，是否多于血透机台数乘以每日班次？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第三项：虚构医药服务项目",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一家机构的一天（机构编号|日期）"
tables   = ["fee_list_d", "setl_d", "kb_item", "fixmedins_b", "medins_info_b", "rtal_phac_b"]
optional = ["setl_d", "kb_item", "rtal_phac_b"]
columns  = [
    "fee_list_d.fixmedins_code", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg", "medins_info_b.dialy_mach_cnt",
]
limits   = """
透析项目：知识点中 R47、限定类型“透析”的清单；没有装入的用默认清单（血液透析、血液滤过、血液透析滤过）。门诊、住院都计。
每台机每日 3 班，开 4 班的机构把班次改为 4。只计超出容量的次数，按当日均价折算。
机台数取医疗机构信息的最新值：没有登记或登记为 0 的不查；年中增加机器、停用机器的须核设备台账。
费用按汇总日期入账（如月末一次记账）的机构会误报。
"""
reviewed = 2025-11-21
unit     = "月"
back     = []

[params.shifts]
default = 3
unit    = "班"
label   = "每台血透机每日最多班次"
source  = "默"
*/
WITH session AS (SELECT * FROM dialysis_session),

busy_day AS (
    SELECT
        s.fixmedins_code,
        s.fee_date,
        CAST(sum(s.cnt) AS DOUBLE) AS sessions,
        CAST(sum(s.det_item_fee_sumamt) AS DOUBLE) AS amount,
        sum(s.fund_amt) AS fund_part
    FROM session AS s
    GROUP BY s.fixmedins_code, s.fee_date
),

beyond AS (
    SELECT
        b.*,
        b.sessions / nullif(i.dialy_mach_cnt, 0) AS shifts_needed,
        1 - i.dialy_mach_cnt * $shifts / nullif(b.sessions, 0) AS share
    FROM busy_day AS b
    INNER JOIN institution AS i ON i.fixmedins_code = b.fixmedins_code
    WHERE i.dialy_mach_cnt > 0 AND b.sessions > i.dialy_mach_cnt * $shifts
),

line AS (
    SELECT
        b.*,
        s.bkkp_sn,
        -- The latest first: those are the sessions for which no machine was left.
        row_number() OVER (
            PARTITION BY b.fixmedins_code, b.fee_date ORDER BY s.fee_ocur_time DESC, s.bkkp_sn ASC
        ) AS place
    FROM beyond AS b
    INNER JOIN session AS s ON s.fixmedins_code = b.fixmedins_code AND s.fee_date = b.fee_date
)

SELECT
    fixmedins_code || '|' || CAST(fee_date AS VARCHAR) AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    fixmedins_code,
    fee_date AS event_date,
    CAST(round(amount * share, 2) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(fund_part * share, 2) AS DECIMAL(18, 2)) AS fund_amount,
    shifts_needed AS measured_value,
    string_agg('fee_list_d:' || bkkp_sn, ';' ORDER BY place) AS evidence
FROM line
WHERE place <= 50
GROUP BY fixmedins_code, fee_date, amount, fund_part, share, shifts_needed
