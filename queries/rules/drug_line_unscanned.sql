/*
code     = "R58"
title    = "药品追溯码应扫未扫"
question = "一家机构一个月的医保结算药品中，上传了追溯码的是否不足应有的比例？"
basis    = [
    "《关于加强药品追溯码在医疗保障和工伤保险领域采集应用的通知》（医保发〔2025〕7号）：2025年7月1日起扫码后方可医保结算",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十六条、第三十九条第三项：按照规定传送医疗保障基金使用有关数据",
    "上传率的下限是默认值，各地可改",
]
class    = "警"
stage    = ["事后"]
subject  = "一家机构一个月（机构编号|月份）"
tables   = ["fee_list_d", "setl_d", "drug_trac_sel_d"]
optional = ["setl_d"]
columns  = [
    "fee_list_d.fixmedins_code", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.setl_id", "fee_list_d.list_type|med_chrgitm_type",
    "drug_trac_sel_d.drug_trac_codg", "drug_trac_sel_d.mdtrt_id", "drug_trac_sel_d.bkkp_sn",
    "drug_trac_sel_d.opt_time",
]
limits   = """
已结算的西药、中成药明细（目录类别 101，没写的看收费类别 09、11）按发生月份计；饮片、自制剂、已退费的不计。
明细在追溯码上传表中（同一就诊、同一流水号、有码）即算已扫，拆零的也算；上传率低于下限才命中，正好等于的不命中。
只看 2025-07-01 起、且在追溯码表首次与末次上传之间的费用：没有装入追溯码数据的月份不算未扫。
金额是没有追溯码的明细的；证据每天列一笔。2025年7月前购入、列入“无码库”的药品暂可结算，表中分不出，会误报。
"""
reviewed = 2025-11-21
unit     = "月"
back     = []

[params.min_rate]
default = 0.95
unit    = "比例"
label   = "追溯码上传率的下限"
source  = "默"

[params.begin_date]
default = "2025-07-01"
unit    = "日期"
label   = "开始要求扫码结算的日期"
source  = "法"
*/
WITH loaded AS (
    SELECT
        min(CAST(t.opt_time AS DATE)) AS first_date,
        max(CAST(t.opt_time AS DATE)) AS last_date
    FROM drug_trac_sel_d AS t
    WHERE coalesce(t.vali_flag, '1') = '1'
),

scanned AS (
    SELECT DISTINCT
        t.mdtrt_id,
        t.bkkp_sn
    FROM drug_trac_sel_d AS t
    WHERE
        coalesce(t.vali_flag, '1') = '1'
        AND coalesce(t.sel_retn_cnt, 1) > 0
        AND t.drug_trac_codg IS NOT NULL
),

-- By day first: one line of each day is proof enough, and no line is read twice.
by_day AS (
    SELECT
        f.fixmedins_code,
        f.fee_date,
        count(*) AS drug_lines,
        count(s.bkkp_sn) AS scanned_lines,
        sum(CASE WHEN s.bkkp_sn IS NULL THEN f.det_item_fee_sumamt END) AS total_amt,
        sum(CASE WHEN s.bkkp_sn IS NULL THEN f.fund_amt END) AS fund_amt,
        min(CASE WHEN s.bkkp_sn IS NULL THEN f.bkkp_sn END) AS unscanned_sn
    FROM net_fee AS f
    INNER JOIN loaded AS d ON f.fee_date BETWEEN d.first_date AND d.last_date
    LEFT JOIN scanned AS s ON s.mdtrt_id = f.mdtrt_id AND s.bkkp_sn = f.bkkp_sn
    WHERE
        f.fee_date >= CAST($begin_date AS DATE)
        AND f.setl_id IS NOT NULL
        AND f.fixmedins_code IS NOT NULL
        AND coalesce(f.list_type = '101', left(f.med_chrgitm_type, 2) IN ('09', '11'))
    GROUP BY f.fixmedins_code, f.fee_date
)

SELECT
    fixmedins_code || '|' || strftime(min(fee_date), '%Y-%m') AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    fixmedins_code,
    max(CASE WHEN unscanned_sn IS NOT NULL THEN fee_date END) AS event_date,
    CAST(sum(total_amt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(sum(scanned_lines) AS DOUBLE) / nullif(sum(drug_lines), 0) AS measured_value,
    string_agg('fee_list_d:' || unscanned_sn, ';' ORDER BY fee_date) AS evidence
FROM by_day
GROUP BY fixmedins_code, strftime(fee_date, '%Y-%m')
HAVING CAST(sum(scanned_lines) AS DOUBLE) / nullif(sum(drug_lines), 0) < $min_rate
