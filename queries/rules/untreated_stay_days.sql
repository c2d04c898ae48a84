/*
code     = "R32"
title    = "挂床住院（零治疗日）"
question = "一次住院中，是否有一半以上的日子只收床位、护理、诊查费，没有任何检查、治疗、用药？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第一项：分解住院、挂床住院",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项：诱导、协助他人冒名或者虚假就医、购药",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一次住院（就诊ID）"
tables   = ["fee_list_d", "mdtrt_d", "setl_d", "fixmedins_b"]
optional = ["setl_d", "fixmedins_b"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fixmedins_code", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.med_chrgitm_type", "mdtrt_d.psn_no", "mdtrt_d.fixmedins_code", "mdtrt_d.begntime",
    "mdtrt_d.endtime", "mdtrt_d.med_type|ipt_days",
]
limits   = """
零治疗日：本人在该机构当日有收费，而且全是床位（01）、诊查（02）、护理（07）；一笔收费都没有的日子不算；证据每日列一笔。
日子从入院日数到出院前一日，占住院天数的比例达到一半命中；住院不足 3 天的、没有出院日期的不查。计整次住院的费用。
收费类别为空的明细算作治疗。几天的药、检查记在一天的机构会误报，须核医嘱和护理记录；
康复、精神、临终护理病区用药少，会被命中；有收费而没有做的查不到。
"""
reviewed = 2025-11-21
back     = []

[params.idle_share]
default = 0.5
unit    = "比例"
label   = "零治疗日占住院天数（达到即命中）"
source  = "默"

[params.min_days]
default = 3
unit    = "天"
label   = "最少住院天数"
source  = "默"

[params.idle_classes]
default = ["01", "02", "07"]
unit    = "收费类别前两位"
label   = "不算治疗的收费类别"
source  = "默"
*/
WITH idle_class AS (SELECT unnest($idle_classes) AS charge_class),

inpatient AS (
    SELECT *
    FROM stay
    WHERE stay_days >= $min_days
),

idle_day AS (
    SELECT
        f.psn_no,
        f.fixmedins_code,
        f.fee_date,
        min(f.bkkp_sn) AS bkkp_sn
    FROM net_fee AS f
    LEFT JOIN idle_class AS c ON c.charge_class = left(f.med_chrgitm_type, 2)
    -- Most people never were in a bed: their lines need no counting.
    WHERE f.psn_no IN (SELECT i.psn_no FROM inpatient AS i)
    GROUP BY f.psn_no, f.fixmedins_code, f.fee_date
    HAVING count(*) = count(c.charge_class)
),

idle_stay_day AS (
    SELECT
        i.*,
        d.bkkp_sn,
        count(*) OVER (PARTITION BY i.mdtrt_id) AS idle_days,
        row_number() OVER (PARTITION BY i.mdtrt_id ORDER BY d.fee_date) AS place
    FROM inpatient AS i
    INNER JOIN idle_day AS d
        ON
            d.psn_no = i.psn_no
            AND d.fixmedins_code = i.fixmedins_code
            AND d.fee_date >= i.adm_date
            AND d.fee_date < i.dscg_date
)

SELECT
    mdtrt_id AS subject_id,
    psn_no,
    fixmedins_code,
    dscg_date AS event_date,
    medfee_sumamt AS total_amount,
    fund_pay_sumamt AS fund_amount,
    CAST(idle_days AS DOUBLE) / nullif(stay_days, 0) AS measured_value,
    'mdtrt_d:' || mdtrt_id || ';'
    || string_agg(CASE WHEN place <= 49 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM idle_stay_day
WHERE CAST(idle_days AS DOUBLE) / nullif(stay_days, 0) >= $idle_share
GROUP BY
    mdtrt_id, psn_no, fixmedins_code, dscg_date, medfee_sumamt, fund_pay_sumamt, idle_days,
    stay_days
