/*
code     = "R82"
title    = "救助对象应参未参"
question = "截至日身份有效的医疗救助对象，是否没有参加任何一种医疗保险？"
basis    = [
    "《社会救助暂行办法》（国务院令第649号）第二十九条第一项：对救助对象参加医疗保险的个人缴费部分给予补贴",
    "《国务院办公厅关于健全重特大疾病医疗保险和救助制度的意见》（国办发〔2021〕42号）：确保困难群众应保尽保",
]
class    = "违"
stage    = ["事后"]
subject  = "救助对象（人员编号；没有编号的用身份记录ID）"
tables   = ["maf_psn_idet_d", "psn_insu_d", "psn_info_b", "death", "maf_fund_insu_d"]
optional = ["psn_info_b", "death", "maf_fund_insu_d"]
columns  = ["psn_insu_d.psn_no", "maf_psn_idet_d.psn_no|certno"]
limits   = """
参加任何险种都算已参保，暂停、终止的不算；同一证件号码的另一人员编号已参保，也算已参保。
不查：截至日已死亡的，资助参保名册当年写明已参加职工医保或有免责原因（参军、服刑等）的。
异地参保而本地名册没有写明的会被命中，须核国家参保信息。没有金额，涉及金额为空。
"""
reviewed = 2025-11-21

[params.grace_days]
default = 0
unit    = "天"
label   = "身份认定后办理参保的宽限天数"
source  = "默"

[params.exempt_reasons]
default = ["参军", "服刑", "死亡", "异地参保"]
unit    = "未参保原因中的词"
label   = "免责的未参保原因"
source  = "默"
*/
WITH exempt_reason AS (SELECT unnest($exempt_reasons) AS word),

-- Those of whom the number alone says that they are insured, excused or dead are out at once.
enrolled AS (
    SELECT e.psn_no
    FROM psn_insu_d AS e
    WHERE
        coalesce(e.vali_flag, '1') = '1'
        AND coalesce(e.crt_insu_date, $as_of) <= $as_of
        AND (
            e.paus_insu_date > $as_of
            OR (
                coalesce(e.psn_insu_stas, '1') = '1'
                -- A pause before this spell began belongs to an earlier one.
                AND coalesce(e.paus_insu_date < e.crt_insu_date, e.paus_insu_date IS NULL)
            )
        )
),

excused AS (
    SELECT
        f.psn_no,
        f.certno
    FROM maf_fund_insu_d AS f
    WHERE
        coalesce(f.vali_flag, '1') = '1'
        AND f.year = CAST(year($as_of) AS VARCHAR)
        AND (
            f.oth_insu_flag = '1'
            OR EXISTS (
                SELECT 1 FROM exempt_reason AS x WHERE f.nofund_rea LIKE '%' || x.word || '%'
            )
        )
),

unsettled AS (
    SELECT
        a.idet_rcd_id,
        a.psn_no,
        a.begn_date,
        a.certno
    FROM aid_person AS a
    LEFT JOIN enrolled AS e ON e.psn_no = a.psn_no
    WHERE
        e.psn_no IS NULL
        AND coalesce(a.begn_date, $as_of) <= $as_of
        AND coalesce(a.end_date, $as_of) >= $as_of
        AND NOT EXISTS (SELECT 1 FROM excused AS x WHERE x.psn_no = a.psn_no)
        AND NOT EXISTS (
            SELECT 1 FROM deceased AS d WHERE d.psn_no = a.psn_no AND d.die_date <= $as_of
        )
),

entitled AS (
    SELECT
        u.idet_rcd_id,
        u.psn_no,
        u.begn_date,
        coalesce(u.certno, p.certno) AS certno
    FROM unsettled AS u
    LEFT JOIN psn_info_b AS p ON p.psn_no = u.psn_no AND coalesce(p.vali_flag, '1') = '1'
    WHERE coalesce(p.surv_stas, '1') <> '2'
),

-- Another person's number of the same ID number.
namesake AS (
    SELECT
        p.psn_no,
        p.certno
    FROM psn_info_b AS p
    WHERE p.certno IN (SELECT t.certno FROM entitled AS t)
),

settled AS (
    SELECT n.certno
    FROM namesake AS n
    INNER JOIN enrolled AS e ON e.psn_no = n.psn_no
    UNION ALL
    SELECT x.certno FROM excused AS x
    UNION ALL
    SELECT d.certno FROM death AS d WHERE d.die_date <= $as_of
),

missing AS (
    SELECT
        t.*,
        coalesce(t.psn_no, t.certno, t.idet_rcd_id) AS person
    FROM entitled AS t
    WHERE NOT EXISTS (SELECT 1 FROM settled AS s WHERE s.certno = t.certno)
),

identity AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY person ORDER BY idet_rcd_id) AS place
    FROM missing
)

SELECT
    -- The ID number itself never becomes the name of a finding.
    coalesce(min(psn_no), min(idet_rcd_id)) AS subject_id,
    min(psn_no) AS psn_no,
    CAST(NULL AS VARCHAR) AS fixmedins_code,
    CAST($as_of AS DATE) AS event_date,
    CAST(NULL AS DECIMAL(18, 2)) AS total_amount,
    CAST(NULL AS DECIMAL(18, 2)) AS fund_amount,
    CAST(max(date_diff('day', begn_date, $as_of)) AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'maf_psn_idet_d:' || idet_rcd_id END, ';' ORDER BY place)
        AS evidence
FROM identity
GROUP BY person
HAVING coalesce(max(date_diff('day', begn_date, $as_of)), $grace_days) >= $grace_days
