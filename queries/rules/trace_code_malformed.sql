/*
code     = "R58b"
title    = "追溯码格式不符"
question = "一家机构一个月上传的药品追溯码中，是否有位数不对、含非数字或整串同一数字的？"
basis    = [
    "《关于加强药品追溯码在医疗保障和工伤保险领域采集应用的通知》（医保发〔2025〕7号）：扫码并上传药品追溯码",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十六条、第三十九条第三项：按照规定传送医疗保障基金使用有关数据",
]
class    = "违"
stage    = ["事中", "事后"]
subject  = "一家机构一个月（机构编号|上传月份）"
tables   = ["drug_trac_sel_d", "fee_list_d", "setl_d"]
optional = ["fee_list_d", "setl_d"]
columns  = ["drug_trac_sel_d.drug_trac_codg", "drug_trac_sel_d.fixmedins_code"]
limits   = """
位数不在允许之列、含数字以外的字符、整串是同一个数字（如全 0）的算格式不符；没有码的行不算（另看应扫未扫）。退货的行不查。
前七位应与药品的品种标识一致，但没有品种标识对照表，扫了别的药的码查不到。
个别企业的追溯码超过 20 位，当地有的，把位数加进允许的位数，否则会误报。
金额是用这些码结算的明细的，一笔明细几个码只有部分不符的按个数折算；找不到明细的金额为空。
"""
reviewed = 2025-11-21
unit     = "月"
back     = [92]

[params.code_lengths]
default = ["20"]
unit    = "位"
label   = "允许的追溯码位数"
source  = "公"
*/
WITH malformed AS (
    SELECT
        t.trac_sn,
        t.fixmedins_code,
        coalesce(strftime(t.opt_time, '%Y-%m'), '无日期') AS month,
        CAST(t.opt_time AS DATE) AS upload_date,
        t.mdtrt_id,
        t.bkkp_sn
    FROM drug_trac_sel_d AS t
    WHERE
        coalesce(t.vali_flag, '1') = '1'
        AND coalesce(t.sel_retn_cnt, 1) > 0
        AND t.fixmedins_code IS NOT NULL
        AND (
            NOT list_contains($code_lengths, CAST(length(t.drug_trac_codg) AS VARCHAR))
            OR ltrim(t.drug_trac_codg, '0123456789') <> ''
            OR ltrim(t.drug_trac_codg, left(t.drug_trac_codg, 1)) = ''
        )
),

code_of_line AS (
    SELECT
        fixmedins_code,
        month,
        mdtrt_id,
        bkkp_sn,
        CAST(count(*) AS DOUBLE) AS codes
    FROM malformed
    GROUP BY fixmedins_code, month, mdtrt_id, bkkp_sn
),

amount AS (
    SELECT
        c.fixmedins_code,
        c.month,
        sum(
            CAST(f.det_item_fee_sumamt AS DOUBLE)
            * least(1, c.codes / nullif(CAST(f.cnt AS DOUBLE), 0))
        ) AS total_amt,
        sum(f.fund_amt * least(1, c.codes / nullif(CAST(f.cnt AS DOUBLE), 0))) AS fund_amt
    FROM code_of_line AS c
    INNER JOIN net_fee AS f ON f.mdtrt_id = c.mdtrt_id AND f.bkkp_sn = c.bkkp_sn
    GROUP BY c.fixmedins_code, c.month
),

numbered AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY fixmedins_code, month ORDER BY upload_date, trac_sn
        ) AS place
    FROM malformed
),

finding AS (
    SELECT
        fixmedins_code,
        month,
        max(upload_date) AS event_date,
        count(*) AS codes,
        string_agg(
            CASE WHEN place <= 50 THEN 'drug_trac_sel_d:' || trac_sn END, ';' ORDER BY place
        ) AS evidence
    FROM numbered
    GROUP BY fixmedins_code, month
)

SELECT
    f.fixmedins_code || '|' || f.month AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    f.fixmedins_code,
    f.event_date,
    CAST(round(a.total_amt, 2) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(a.fund_amt, 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(f.codes AS DOUBLE) AS measured_value,
    f.evidence
FROM finding AS f
LEFT JOIN amount AS a ON a.fixmedins_code = f.fixmedins_code AND a.month = f.month
