/*
code     = "R49"
title    = "住院期间异处透析、死亡后透析"
question = "参保人在另一家机构住院期间，或者死亡以后，是否还有血液透析收费？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项：冒名或者虚假就医、购药",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第三项：虚构医药服务项目",
]
class    = "违"
stage    = ["事中", "事后"]
subject  = "一名参保人在一家机构的一天（人员编号|机构编号|日期）"
tables   = [
    "fee_list_d", "setl_d", "kb_item", "mdtrt_d", "fixmedins_b", "refl_appy_evt_c", "psn_info_b",
    "death",
]
optional = [
    "setl_d", "kb_item", "mdtrt_d", "fixmedins_b", "refl_appy_evt_c", "psn_info_b", "death",
]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fixmedins_code", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg",
    "mdtrt_d.endtime|psn_info_b.die_date|death.die_date",
]
limits   = """
透析项目：知识点中 R47、限定类型“透析”的清单；没有装入的用默认清单（血液透析、血液滤过、血液透析滤过）。只看透析日期（费用发生日期），不看结算日期。
住院：透析日严格晚于入院次日、严格早于出院前一日，且在另一机构；有转院（院外透析）登记覆盖当日的不查；在院未出院的出院后才能查到。
死亡：死亡次日（默认 1 天）以内的不查，死亡登记常晚一天；两处死亡日期取较晚的。
计当日该机构透析明细的全部费用。住院医院没有透析机、外送透析而未登记的会被命中；死亡日期登记错误会误报。
"""
reviewed = 2025-11-21
back     = []

[params.margin_days]
default = 1
unit    = "天"
label   = "入院后、出院前不计的天数"
source  = "默"

[params.grace_days]
default = 1
unit    = "天"
label   = "死亡后不计的天数"
source  = "默"
*/
WITH session AS (SELECT * FROM dialysis_session),

inside AS (
    SELECT
        d.psn_no,
        d.fixmedins_code,
        d.fee_date,
        i.mdtrt_id AS stay_id,
        least(
            date_diff('day', i.adm_date, d.fee_date), date_diff('day', d.fee_date, i.dscg_date)
        ) AS depth_days
    FROM session AS d
    INNER JOIN stay AS i
        ON
            i.psn_no = d.psn_no
            AND i.fixmedins_code <> d.fixmedins_code
            AND date_diff('day', i.adm_date, d.fee_date) > $margin_days
            AND date_diff('day', d.fee_date, i.dscg_date) > $margin_days
    WHERE
        NOT EXISTS (
            SELECT 1 FROM refl_appy_evt_c AS r
            WHERE
                r.psn_no = d.psn_no
                AND coalesce(r.vali_flag, '1') = '1'
                AND coalesce(r.reflin_medins_no, d.fixmedins_code) = d.fixmedins_code
                AND d.fee_date BETWEEN coalesce(r.begndate, r.refl_date)
                AND coalesce(r.enddate, d.fee_date)
        )
),

impossible AS (
    SELECT
        psn_no,
        fixmedins_code,
        fee_date,
        depth_days AS days_over,
        ';mdtrt_d:' || stay_id AS stay_key
    FROM inside
    UNION ALL
    SELECT
        s.psn_no,
        s.fixmedins_code,
        s.fee_date,
        date_diff('day', d.die_date, s.fee_date) AS days_over,
        '' AS stay_key
    FROM session AS s
    INNER JOIN deceased AS d
        ON d.psn_no = s.psn_no AND date_diff('day', d.die_date, s.fee_date) > $grace_days
),

-- Within two stays, or after death besides: one finding, with the plainest proof.
plainest AS (
    SELECT *
    FROM impossible
    QUALIFY row_number() OVER (
        PARTITION BY psn_no, fixmedins_code, fee_date
        ORDER BY stay_key = '' DESC, days_over DESC, stay_key ASC
    ) = 1
),

line AS (
    SELECT
        p.*,
        s.bkkp_sn,
        s.det_item_fee_sumamt,
        s.fund_amt,
        row_number() OVER (
            PARTITION BY p.psn_no, p.fixmedins_code, p.fee_date ORDER BY s.fee_ocur_time, s.bkkp_sn
        ) AS place
    FROM plainest AS p
    INNER JOIN session AS s
        ON
            s.psn_no = p.psn_no
            AND s.fixmedins_code = p.fixmedins_code
            AND s.fee_date = p.fee_date
)

SELECT
    psn_no || '|' || fixmedins_code || '|' || CAST(fee_date AS VARCHAR) AS subject_id,
    psn_no,
    fixmedins_code,
    fee_date AS event_date,
    CAST(sum(det_item_fee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(days_over AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 49 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
    || stay_key AS evidence
FROM line
GROUP BY psn_no, fixmedins_code, fee_date, days_over, stay_key
