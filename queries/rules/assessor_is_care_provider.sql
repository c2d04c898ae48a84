/*
code     = "R77c"
title    = "评估机构与护理机构同一主体"
question = "为参保人评定失能等级的机构，与给他提供护理的机构是否是同一家或同一主体？"
basis    = [
    "《长期护理保险失能等级评估管理办法（试行）》（医保发〔2023〕29号，文号须核对）：评估机构应当独立、客观、公正，与护理服务机构分离",
    "《长期护理保险失能等级评估机构定点管理办法（试行）》（医保办发〔2024〕13号，文号须核对）",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一家评估机构与一家护理机构（评估机构编号|护理机构编号）"
tables   = ["ltc_asmt_d", "ltc_serv_d", "setl_d", "ltc_medins_b"]
optional = ["setl_d", "ltc_medins_b"]
columns  = [
    "ltc_asmt_d.psn_no", "ltc_asmt_d.asmt_org_code", "ltc_asmt_d.ltc_disa_lv",
    "ltc_asmt_d.asmt_date|cncl_date", "ltc_serv_d.psn_no", "ltc_serv_d.ltc_medins_code",
    "ltc_serv_d.serv_begntime",
]
limits   = """
同一主体：机构编号相同，或在长护定点机构登记中统一社会信用代码相同、法定代表人姓名相同（姓名可能重名，须核工商登记）。
同一参保人由它评估、在该等级有效期内又由它护理，才计；数值是这样的人数，金额是这些护理服务的费用。
没有机构登记的只比编号；隐名持股、交叉评估查不到。当地明文允许医疗机构兼做的不算违规。
"""
reviewed = 2025-11-21

[params.min_persons]
default = 1
unit    = "人"
label   = "既由其评估又由其护理的最少人数"
source  = "默"
*/
WITH registered AS (
    SELECT m.*
    FROM ltc_medins_b AS m
    WHERE coalesce(m.vali_flag, '1') = '1'
),

kin AS (
    SELECT
        v.ltc_medins_code AS org_code,
        v.ltc_medins_code
    FROM care_visit AS v
    UNION
    SELECT
        a.ltc_medins_code AS org_code,
        b.ltc_medins_code
    FROM registered AS a
    INNER JOIN registered AS b ON b.uscc = a.uscc
    UNION
    SELECT
        a.ltc_medins_code AS org_code,
        b.ltc_medins_code
    FROM registered AS a
    INNER JOIN registered AS b ON b.legrep_name = a.legrep_name
),

assessed AS (
    SELECT
        l.*,
        k.ltc_medins_code
    FROM care_level AS l
    INNER JOIN kin AS k ON k.org_code = l.asmt_org_code
),

cared AS (
    SELECT
        a.asmt_org_code,
        a.ltc_medins_code,
        a.psn_no,
        a.ltc_asmt_id,
        max(v.visit_date) AS last_date,
        sum(v.total_amt) AS total_amt,
        sum(v.fund_amt) AS fund_amt
    FROM assessed AS a
    INNER JOIN care_visit AS v
        ON
            v.psn_no = a.psn_no
            AND v.ltc_medins_code = a.ltc_medins_code
            AND v.visit_date >= a.from_date
            AND coalesce(v.visit_date < a.next_from, TRUE)
    GROUP BY a.asmt_org_code, a.ltc_medins_code, a.psn_no, a.ltc_asmt_id
),

line AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY asmt_org_code, ltc_medins_code ORDER BY last_date DESC, ltc_asmt_id ASC
        ) AS place
    FROM cared
)

SELECT
    asmt_org_code || '|' || ltc_medins_code AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    ltc_medins_code AS fixmedins_code,
    max(last_date) AS event_date,
    CAST(sum(total_amt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(sum(fund_amt) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(count(DISTINCT psn_no) AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'ltc_asmt_d:' || ltc_asmt_id END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY asmt_org_code, ltc_medins_code
HAVING count(DISTINCT psn_no) >= $min_persons
