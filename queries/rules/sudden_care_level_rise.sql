/*
code     = "R77"
title    = "失能等级短期骤升"
question = "同一参保人在 180 天内重新评估，失能等级是否上升了两级以上？"
basis    = [
    "《长期护理保险失能等级评估管理办法（试行）》（医保发〔2023〕29号，文号须核对）",
    "《长期护理失能等级评估标准（试行）》（医保办发〔2021〕37号，文号须核对）；180 天、两级是默认阈值",
]
class    = "疑"
stage    = ["事后"]
subject  = "后一次评估（评估ID）"
tables   = ["ltc_asmt_d"]
columns  = ["ltc_asmt_d.psn_no", "ltc_asmt_d.ltc_disa_lv", "ltc_asmt_d.asmt_date|cncl_date"]
limits   = """
与不满 180 天前的历次评估中等级最低的一次比，且比紧邻的前一次也高；同一天的两次不比。数值是上升的级数。
异议复核也算一次评估。卒中、骨折等急性失能会合理骤升，须核病历和评估影像。
没有等级的评估不参加比较；涉及金额无法得知，为空。评估人员、评估机构另查（R77b、R77c）。
"""
reviewed = 2025-11-21

[params.min_levels]
default = 2
unit    = "级"
label   = "上升的最少级数"
source  = "默"

[params.max_days]
default = 180
unit    = "天"
label   = "两次评估相隔的天数（不满此数）"
source  = "默"
*/
WITH rise AS (
    SELECT
        a.ltc_asmt_id,
        a.psn_no,
        a.asmt_org_code,
        a.asmt_date,
        b.ltc_asmt_id AS earlier_id,
        a.care_lv - b.care_lv AS levels
    FROM care_level AS a
    INNER JOIN care_level AS b
        ON
            b.psn_no = a.psn_no
            AND b.asmt_date < a.asmt_date
            AND date_diff('day', b.asmt_date, a.asmt_date) < $max_days
            AND a.care_lv - b.care_lv >= $min_levels
    WHERE a.care_lv > a.prev_lv
    QUALIFY row_number() OVER (
        PARTITION BY a.ltc_asmt_id
        ORDER BY b.care_lv ASC, b.asmt_date DESC, b.ltc_asmt_id ASC
    ) = 1
)

SELECT
    ltc_asmt_id AS subject_id,
    psn_no,
    asmt_org_code AS fixmedins_code,
    asmt_date AS event_date,
    CAST(NULL AS DECIMAL(18, 2)) AS total_amount,
    CAST(NULL AS DECIMAL(18, 2)) AS fund_amount,
    CAST(levels AS DOUBLE) AS measured_value,
    'ltc_asmt_d:' || ltc_asmt_id || ';ltc_asmt_d:' || earlier_id AS evidence
FROM rise
