/*
code     = "R27"
title    = "分解住院（短期重复入院）"
question = "同一参保人出院后短期内因同一疾病在同一机构或同一集团再次入院，是否把一次住院拆成多次结算？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第一项：分解住院、挂床住院",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "后一次住院（就诊ID）"
tables   = ["mdtrt_d", "setl_d", "fixmedins_b", "refl_appy_evt_c"]
optional = ["setl_d", "fixmedins_b", "refl_appy_evt_c"]
columns  = [
    "mdtrt_d.psn_no", "mdtrt_d.fixmedins_code", "mdtrt_d.med_type|ipt_days",
    "mdtrt_d.begntime", "mdtrt_d.endtime", "mdtrt_d.dscg_maindiag_code",
]
limits   = """
同一疾病指主诊断编码前三位相同；同一集团指医药机构管理码相同且不为空；第 15 天再入院计入。
不查：放化疗、透析、精神、康复等按疗程住院（按主诊断或科室名称），死亡，转院（离院方式 2、3 或有转院登记），时间重叠的住院。
计后一次住院的全部费用。病情反复、择期手术前检查等合理再入院会被命中，须核病历；换诊断编码的分解住院查不到。
"""
reviewed = 2025-11-21

[params.max_gap_days]
default = 15
unit    = "天"
label   = "出院到再次入院的最长间隔"
source  = "公"

[params.course_diagnoses]
default = ["Z51.0", "Z51.1", "Z49", "Z50", "F"]
unit    = "主诊断编码开头"
label   = "按疗程住院的主诊断"
source  = "默"

[params.course_departments]
default = ["放疗", "放射治疗", "化疗", "透析", "血液净化", "精神", "康复"]
unit    = "科室名称中的词"
label   = "按疗程住院的科室"
source  = "默"
*/
WITH course_diagnosis AS (SELECT unnest($course_diagnoses) AS beginning),

course_department AS (SELECT unnest($course_departments) AS word),

-- Most were in once for one illness.
again AS (
    SELECT
        psn_no,
        diag3
    FROM stay
    GROUP BY psn_no, diag3
    HAVING count(*) > 1
),

episode AS (
    SELECT s.*
    FROM again AS g
    INNER JOIN stay AS s ON s.psn_no = g.psn_no AND s.diag3 = g.diag3
    WHERE
        coalesce(s.dscg_way, '') <> '5'
        AND NOT EXISTS (
            SELECT 1 FROM course_diagnosis AS c
            WHERE s.dscg_maindiag_code LIKE c.beginning || '%'
        )
        AND NOT EXISTS (
            SELECT 1 FROM course_department AS c
            WHERE s.dscg_dept_name LIKE '%' || c.word || '%'
        )
),

readmission AS (
    SELECT
        b.mdtrt_id,
        b.psn_no,
        b.fixmedins_code,
        b.adm_date,
        b.medfee_sumamt,
        b.fund_pay_sumamt,
        a.mdtrt_id AS earlier_id,
        date_diff('day', a.dscg_date, b.adm_date) AS gap_days
    FROM episode AS b
    INNER JOIN episode AS a
        ON
            a.psn_no = b.psn_no
            AND a.diag3 = b.diag3
            AND (
                a.fixmedins_code = b.fixmedins_code
                OR nullif(a.medins_mgtcode, '') = b.medins_mgtcode
            )
            AND date_diff('day', a.dscg_date, b.adm_date) BETWEEN 0 AND $max_gap_days
            -- Two stays of one day: one of them is the later one, not both.
            AND (a.adm_date < b.adm_date OR a.mdtrt_id < b.mdtrt_id)
    WHERE
        coalesce(a.dscg_way, '') NOT IN ('2', '3')
        AND NOT EXISTS (
            SELECT 1 FROM refl_appy_evt_c AS r
            WHERE
                r.psn_no = a.psn_no
                AND coalesce(r.vali_flag, '1') = '1'
                AND coalesce(r.fixmedins_code, a.fixmedins_code) = a.fixmedins_code
                AND coalesce(r.refl_date, r.begndate) BETWEEN a.adm_date AND b.adm_date
        )
),

nearest AS (
    SELECT *
    FROM readmission
    QUALIFY row_number() OVER (PARTITION BY mdtrt_id ORDER BY gap_days, earlier_id) = 1
)

SELECT
    mdtrt_id AS subject_id,
    psn_no,
    fixmedins_code,
    adm_date AS event_date,
    medfee_sumamt AS total_amount,
    fund_pay_sumamt AS fund_amount,
    CAST(gap_days AS DOUBLE) AS measured_value,
    'mdtrt_d:' || mdtrt_id || ';mdtrt_d:' || earlier_id AS evidence
FROM nearest
