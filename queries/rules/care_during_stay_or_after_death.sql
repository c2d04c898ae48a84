/*
code     = "R75"
title    = "住院期间或死亡后的护理服务"
question = "受护人住院期间或死亡之后，是否还有长期护理服务记录？"
basis    = [
    "《长期护理保险护理服务机构定点管理办法（试行）》（医保办发〔2024〕21号，文号须核对）",
    "《关于扩大长期护理保险制度试点的指导意见》（医保发〔2020〕37号）：加强基金监管，防范虚假服务",
]
class    = "违"
stage    = ["事中", "事后"]
subject  = "一次护理服务（服务记录ID）"
tables   = ["ltc_serv_d", "setl_d", "mdtrt_d", "fixmedins_b", "psn_info_b", "death"]
optional = ["setl_d", "mdtrt_d", "fixmedins_b", "psn_info_b", "death"]
columns  = [
    "ltc_serv_d.psn_no", "ltc_serv_d.serv_begntime",
    "mdtrt_d.begntime|psn_info_b.die_date|death.die_date",
    "mdtrt_d.endtime|psn_info_b.die_date|death.die_date",
    "mdtrt_d.psn_no|psn_info_b.die_date|death.die_date",
    "mdtrt_d.med_type|ipt_days|psn_info_b.die_date|death.die_date",
]
limits   = """
只比日期：服务日严格晚于入院次日、严格早于出院前一日，或在死亡次日之后（第二天起）才命中；两者都有的按死亡计。
计该次服务的全部费用；数值是死亡后的天数，或距入院、出院较近一端的天数。出院日期缺失的，出院后才能查到。
经批准在院内提供的护理、死亡日期登记错误会误报；只上报月度费用、没有服务时间的查不到。
"""
reviewed = 2025-11-21

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
WITH cared AS (
    SELECT
        psn_no,
        min(visit_date) AS first_date,
        max(visit_date) AS last_date
    FROM care_visit
    GROUP BY psn_no
),

-- Few of all stays: those of persons with care, in the time of it.
stay_of_cared AS (
    SELECT
        i.mdtrt_id,
        i.psn_no,
        i.adm_date,
        i.dscg_date
    FROM cared AS c
    INNER JOIN stay AS i
        ON i.psn_no = c.psn_no AND i.adm_date <= c.last_date AND i.dscg_date >= c.first_date
    WHERE date_diff('day', i.adm_date, i.dscg_date) > $margin_days
),

impossible AS (
    SELECT
        v.*,
        NULL AS stay_id,
        date_diff('day', d.die_date, v.visit_date) AS days
    FROM care_visit AS v
    INNER JOIN deceased AS d
        ON d.psn_no = v.psn_no AND date_diff('day', d.die_date, v.visit_date) > $grace_days
    UNION ALL
    SELECT
        v.*,
        i.mdtrt_id AS stay_id,
        least(
            date_diff('day', i.adm_date, v.visit_date),
            date_diff('day', v.visit_date, i.dscg_date)
        ) AS days
    FROM care_visit AS v
    INNER JOIN stay_of_cared AS i
        ON
            i.psn_no = v.psn_no
            AND date_diff('day', i.adm_date, v.visit_date) > $margin_days
            AND date_diff('day', v.visit_date, i.dscg_date) > $margin_days
),

worst AS (
    SELECT *
    FROM impossible
    QUALIFY row_number() OVER (
        PARTITION BY visit_id
        ORDER BY CASE WHEN stay_id IS NULL THEN 0 ELSE 1 END, days DESC, stay_id ASC
    ) = 1
)

SELECT
    visit_id AS subject_id,
    psn_no,
    ltc_medins_code AS fixmedins_code,
    visit_date AS event_date,
    total_amt AS total_amount,
    fund_amt AS fund_amount,
    CAST(days AS DOUBLE) AS measured_value,
    'ltc_serv_d:' || visit_id || coalesce(';mdtrt_d:' || stay_id, '') AS evidence
FROM worst
