/*
code     = "R77b"
title    = "评估人员升级率异常"
question = "一名评估人员参加的重新评估中，等级上升的比例是否高于九成的同行？"
basis    = [
    "《长期护理保险失能等级评估管理办法（试行）》（医保发〔2023〕29号，文号须核对）",
    "第 90 百分位是默认阈值",
]
class    = "疑"
stage    = ["事后"]
subject  = "一名评估人员（评估机构编号|姓名）"
tables   = ["ltc_asmt_d"]
columns  = [
    "ltc_asmt_d.psn_no", "ltc_asmt_d.ltc_disa_lv", "ltc_asmt_d.asmt_date|cncl_date",
    "ltc_asmt_d.asmt_psn1_name|asmt_psn2_name",
]
limits   = """
升级率 = 等级高于本人前一次评估的次数 ÷ 参加的重新评估次数；两名评估人员各算一次；看截至日前 365 天。
重新评估不足 10 次的人员不参加比较；升级率多于其余人员的第 90 百分位才命中，人数少时可能没有人命中。
只有姓名没有编号：同一机构的同名人员会合并，换机构的会分开。总有人高于第 90 百分位，命中不等于违规，须抽查复评。
"""
reviewed = 2025-11-21

[params.usual_share]
default = 0.9
unit    = "比例"
label   = "与同行比较的百分位"
source  = "默"

[params.min_cases]
default = 10
unit    = "次"
label   = "参加比较所需的最少重新评估次数"
source  = "默"

[params.window_days]
default = 365
unit    = "天"
label   = "统计截至日前多少天的评估"
source  = "默"
*/
WITH reassessment AS (
    SELECT *
    FROM care_level
    WHERE
        prev_lv IS NOT NULL
        AND date_diff('day', asmt_date, $as_of) >= 0
        AND date_diff('day', asmt_date, $as_of) < $window_days
),

-- One who signed twice saw one case.
seen AS (
    SELECT
        coalesce(asmt_org_code, '') AS org_code,
        asmt_psn1_name AS assessor,
        ltc_asmt_id,
        asmt_date,
        care_lv > prev_lv AS is_raised
    FROM reassessment
    UNION
    SELECT
        coalesce(asmt_org_code, '') AS org_code,
        asmt_psn2_name AS assessor,
        ltc_asmt_id,
        asmt_date,
        care_lv > prev_lv AS is_raised
    FROM reassessment
),

ranked AS (
    SELECT
        org_code,
        assessor,
        CAST(count(CASE WHEN is_raised THEN 1 END) AS DOUBLE) / nullif(count(*), 0) AS rate,
        cume_dist() OVER (
            ORDER BY CAST(count(CASE WHEN is_raised THEN 1 END) AS DOUBLE) / nullif(count(*), 0)
        ) AS share
    FROM seen
    WHERE assessor IS NOT NULL
    GROUP BY org_code, assessor
    HAVING count(*) >= $min_cases
),

usual AS (
    SELECT min(rate) AS usual_rate
    FROM ranked
    WHERE share >= $usual_share
),

raised AS (
    SELECT
        r.org_code,
        r.assessor,
        r.rate,
        s.ltc_asmt_id,
        s.asmt_date,
        row_number() OVER (
            PARTITION BY r.org_code, r.assessor ORDER BY s.asmt_date DESC, s.ltc_asmt_id ASC
        ) AS place
    FROM ranked AS r
    INNER JOIN usual AS u ON r.rate > u.usual_rate
    INNER JOIN seen AS s ON s.org_code = r.org_code AND s.assessor = r.assessor
    WHERE s.is_raised
)

SELECT
    org_code || '|' || assessor AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    nullif(org_code, '') AS fixmedins_code,
    max(asmt_date) AS event_date,
    CAST(NULL AS DECIMAL(18, 2)) AS total_amount,
    CAST(NULL AS DECIMAL(18, 2)) AS fund_amount,
    rate AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'ltc_asmt_d:' || ltc_asmt_id END, ';' ORDER BY place)
        AS evidence
FROM raised
GROUP BY org_code, assessor, rate
