/*
code     = "R29"
title    = "超长住院"
question = "住院天数是否远多于同病种同等级医院的通常天数？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第一项：分解住院、挂床住院",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第二项：过度诊疗，提供其他不必要的医药服务",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一次住院（就诊ID）"
tables   = ["mdtrt_d", "setl_d", "fixmedins_b"]
optional = ["setl_d", "fixmedins_b"]
columns  = ["mdtrt_d.begntime|ipt_days", "mdtrt_d.med_type|ipt_days"]
limits   = """
住院天数多于“最少天数”与“同病种（主诊断前三位）同医院等级的第 95 百分位”中较大的一个即命中；
同组已出院住院不足 20 例的，只看最少天数。截至日仍在院的，按入院到截至日计；缺日期的用上报天数。
计整次住院的费用，未结算的金额为空。精神、康复、长期昏迷等确需长住的会被命中，须核病历。
"""
reviewed = 2025-11-21

[params.min_days]
default = 60
unit    = "天"
label   = "最少天数（多于此数才命中）"
source  = "默"

[params.usual_share]
default = 0.95
unit    = "比例"
label   = "同病种同等级的百分位"
source  = "默"

[params.min_stays]
default = 20
unit    = "例"
label   = "使用百分位所需的最少例数"
source  = "默"
*/
WITH counted AS (
    SELECT
        s.*,
        coalesce(s.still_in OR s.dscg_date > $as_of, FALSE) AS open_at_date,
        CASE
            WHEN s.still_in OR s.dscg_date > $as_of THEN date_diff('day', s.adm_date, $as_of)
            ELSE s.stay_days
        END AS days
    FROM stay AS s
),

-- A stay that has not ended says nothing yet about the usual length.
length AS (
    SELECT
        diag3,
        hosp_lv,
        days,
        count(*) AS stays
    FROM counted
    WHERE NOT open_at_date AND days IS NOT NULL
    GROUP BY diag3, hosp_lv, days
),

ranked AS (
    SELECT
        diag3,
        hosp_lv,
        days,
        sum(stays) OVER (PARTITION BY diag3, hosp_lv) AS stays,
        CAST(sum(stays) OVER (PARTITION BY diag3, hosp_lv ORDER BY days) AS DOUBLE)
        / nullif(CAST(sum(stays) OVER (PARTITION BY diag3, hosp_lv) AS DOUBLE), 0) AS share
    FROM length
),

usual AS (
    SELECT
        diag3,
        hosp_lv,
        min(days) AS usual_days
    FROM ranked
    WHERE stays >= $min_stays AND share >= $usual_share
    GROUP BY diag3, hosp_lv
)

SELECT
    c.mdtrt_id AS subject_id,
    c.psn_no,
    c.fixmedins_code,
    coalesce(c.adm_date, c.dscg_date, c.setl_date) AS event_date,
    c.medfee_sumamt AS total_amount,
    c.fund_pay_sumamt AS fund_amount,
    CAST(c.days AS DOUBLE) AS measured_value,
    'mdtrt_d:' || c.mdtrt_id AS evidence
FROM counted AS c
LEFT JOIN usual AS u ON u.diag3 = c.diag3 AND u.hosp_lv = c.hosp_lv
WHERE c.days > greatest($min_days, u.usual_days)
