/*
code     = "R21"
title    = "床位、护理、诊查费超住院天数"
question = "一次住院收取的床位费、等级护理费或诊查费，天数是否多于实际住院天数？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第三项：重复收费、超标准收费、分解项目收费",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条",
]
class    = "违"
stage    = ["事前", "事中", "事后"]
subject  = "一次住院的一类收费（就诊ID|收费类别）"
tables   = ["fee_list_d", "mdtrt_d", "setl_d", "fixmedins_b"]
optional = ["setl_d", "fixmedins_b"]
columns  = [
    "fee_list_d.mdtrt_id", "fee_list_d.med_chrgitm_type", "fee_list_d.cnt",
    "mdtrt_d.begntime|ipt_days", "mdtrt_d.med_type|ipt_days",
]
limits   = """
床位（01）、护理（07）、诊查（02）三类分别合计净数量，与住院天数比，只计超出的部分，按该类均价折算金额。
护理只计名称含“级护理”的等级护理（没有名称的也计），专项护理可以一日多次，不在此列。
当地允许入出院当日都收费的，把允许多收天数改为 1；陪护床、母婴同室、按小时计价的床位会被误报。
住院天数未知（仍在院且未报天数）的不查。没有结算信息时不算基金部分，也不能剔除整单退费。
"""
reviewed = 2025-11-21
back     = []

[params.extra_days]
default = 0
unit    = "天"
label   = "允许多收的天数"
source  = "默"
*/
WITH daily_charge AS (
    SELECT
        f.mdtrt_id,
        left(f.med_chrgitm_type, 2) AS charge_class,
        f.bkkp_sn,
        f.setl_id,
        f.fee_ocur_time,
        f.cnt,
        f.det_item_fee_sumamt,
        f.inscp_amt
    FROM net_fee AS f
    WHERE
        left(f.med_chrgitm_type, 2) IN ('01', '02')
        OR (left(f.med_chrgitm_type, 2) = '07' AND coalesce(f.hilist_name, '级护理') LIKE '%级护理%')
),

beyond AS (
    SELECT
        s.mdtrt_id,
        c.charge_class,
        s.psn_no,
        s.fixmedins_code,
        coalesce(s.dscg_date, s.adm_date, s.setl_date) AS event_date,
        CAST(sum(c.cnt) AS DOUBLE) AS charged_days,
        CAST(sum(c.cnt) AS DOUBLE) - s.stay_days AS extra_days
    FROM stay AS s
    INNER JOIN daily_charge AS c ON c.mdtrt_id = s.mdtrt_id
    GROUP BY
        s.mdtrt_id, c.charge_class, s.psn_no, s.fixmedins_code, s.stay_days,
        coalesce(s.dscg_date, s.adm_date, s.setl_date)
    HAVING CAST(sum(c.cnt) AS DOUBLE) - s.stay_days > $extra_days
),

line AS (
    SELECT
        b.*,
        c.bkkp_sn,
        c.det_item_fee_sumamt,
        c.inscp_amt * n.fund_rate AS fund_part,
        -- The latest first: those are the days charged too many.
        row_number() OVER (
            PARTITION BY b.mdtrt_id, b.charge_class ORDER BY c.fee_ocur_time DESC, c.bkkp_sn ASC
        ) AS place
    FROM beyond AS b
    INNER JOIN daily_charge AS c
        ON c.mdtrt_id = b.mdtrt_id AND c.charge_class = b.charge_class
    LEFT JOIN net_setl AS n ON n.setl_id = c.setl_id
)

SELECT
    mdtrt_id || '|' || charge_class AS subject_id,
    psn_no,
    fixmedins_code,
    event_date,
    CAST(
        round(CAST(sum(det_item_fee_sumamt) AS DOUBLE) * (extra_days - $extra_days) / nullif(charged_days, 0), 2)
        AS DECIMAL(18, 2)
    ) AS total_amount,
    CAST(
        round(sum(fund_part) * (extra_days - $extra_days) / nullif(charged_days, 0), 2)
        AS DECIMAL(18, 2)
    ) AS fund_amount,
    extra_days AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY mdtrt_id, charge_class, psn_no, fixmedins_code, event_date, charged_days, extra_days
