/*
code     = "R33"
title    = "住院期间异处就医购药"
question = "参保人住院期间，是否又在另一家机构结算了门诊、购药或住院？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项：冒名或者虚假就医、购药",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第一项：分解住院、挂床住院",
]
class    = "疑"
stage    = ["事后"]
subject  = "另一机构的结算（结算ID）"
tables   = ["mdtrt_d", "setl_d", "fixmedins_b", "refl_appy_evt_c"]
optional = ["fixmedins_b", "refl_appy_evt_c"]
columns  = [
    "mdtrt_d.psn_no", "mdtrt_d.fixmedins_code", "mdtrt_d.med_type|ipt_days",
    "mdtrt_d.begntime", "mdtrt_d.endtime", "setl_d.psn_no", "setl_d.fixmedins_code",
]
limits   = """
只比日期：另一机构的就诊日严格晚于入院次日、严格早于出院前一日才命中；就诊日取结算的开始日期，手工报销按服务日期。
有转院（院外检查）登记覆盖当日的不查。计另一机构该次结算的全部费用。
家属代购药、医院安排但未登记的院外检查会被命中；出院日期缺失的在院病人出院后才能查到。
"""
reviewed = 2025-11-21
back     = []

[params.margin_days]
default = 1
unit    = "天"
label   = "入院后、出院前不计的天数"
source  = "默"
*/
WITH visit AS (
    SELECT
        s.setl_id,
        s.psn_no,
        s.fixmedins_code,
        s.medfee_sumamt,
        s.fund_pay_sumamt,
        coalesce(s.begndate, s.enddate, s.setl_date) AS visit_date
    FROM net_setl AS s
),

inside AS (
    SELECT
        v.*,
        i.mdtrt_id AS stay_id,
        least(
            date_diff('day', i.adm_date, v.visit_date),
            date_diff('day', v.visit_date, i.dscg_date)
        ) AS depth_days
    FROM visit AS v
    INNER JOIN stay AS i
        ON
            i.psn_no = v.psn_no
            AND i.fixmedins_code <> v.fixmedins_code
            AND date_diff('day', i.adm_date, v.visit_date) > $margin_days
            AND date_diff('day', v.visit_date, i.dscg_date) > $margin_days
    WHERE
        NOT EXISTS (
            SELECT 1 FROM refl_appy_evt_c AS r
            WHERE
                r.psn_no = v.psn_no
                AND coalesce(r.vali_flag, '1') = '1'
                AND coalesce(r.reflin_medins_no, v.fixmedins_code) = v.fixmedins_code
                AND v.visit_date BETWEEN coalesce(r.begndate, r.refl_date)
                AND coalesce(r.enddate, v.visit_date)
        )
),

deepest AS (
    SELECT *
    FROM inside
    QUALIFY row_number() OVER (PARTITION BY setl_id ORDER BY depth_days DESC, stay_id ASC) = 1
)

SELECT
    setl_id AS subject_id,
    psn_no,
    fixmedins_code,
    visit_date AS event_date,
    CAST(medfee_sumamt AS DECIMAL(18, 2)) AS total_amount,
    CAST(fund_pay_sumamt AS DECIMAL(18, 2)) AS fund_amount,
    CAST(depth_days AS DOUBLE) AS measured_value,
    'setl_d:' || setl_id || ';mdtrt_d:' || stay_id AS evidence
FROM deepest
