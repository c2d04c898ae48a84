/*
code     = "R72"
title    = "护理员服务时间重叠"
question = "同一护理员给不同受护人的居家服务，时间是否重叠？"
basis    = [
    "《长期护理保险护理服务机构定点管理办法（试行）》（医保办发〔2024〕21号，文号须核对）",
    "《关于扩大长期护理保险制度试点的指导意见》（医保发〔2020〕37号）：加强基金监管，防范虚假服务",
]
class    = "违"
stage    = ["事中", "事后"]
subject  = "一名护理员一天（护理人员编码|日期）"
tables   = ["ltc_serv_d", "setl_d"]
optional = ["setl_d"]
columns  = [
    "ltc_serv_d.caregiver_code", "ltc_serv_d.psn_no", "ltc_serv_d.serv_begntime",
    "ltc_serv_d.serv_endtime|serv_mins",
]
limits   = """
不同受护人的两次服务重叠多于 0 分钟即命中，计后开始的一次服务的全部费用；首尾相接不算，精确到分。
同一受护人的重叠（同一次服务的几个项目）不算。机构、日间照料可以同时照护多人，按服务方式不查；方式代码各地不同，须核对。
日期是后一次服务开始的日期。结束时间补录、忘记签退会误报；编码不唯一的护理员会误报。
"""
reviewed = 2025-11-21

[params.overlap_mins]
default = 0
unit    = "分钟"
label   = "容许重叠的分钟数"
source  = "默"

[params.facility_ways]
default = ["33", "34", "990302", "990403", "机构", "社区", "养老机构", "医疗机构", "日间照料"]
unit    = "服务方式"
label   = "可以同时照护多人的服务方式"
source  = "默"
*/
WITH visit AS (
    SELECT
        v.*,
        v.begn_min // 1440 AS day_no
    FROM care_visit AS v
    WHERE NOT list_contains($facility_ways, coalesce(v.ltc_serv_way, ''))
),

-- A visit over midnight meets those of both days; the join stays one of equal days.
on_day AS (
    SELECT caregiver_code, psn_no, visit_id, begn_min, end_min, day_no
    FROM visit
    UNION ALL
    SELECT caregiver_code, psn_no, visit_id, begn_min, end_min, day_no + 1
    FROM visit
    WHERE end_min > (day_no + 1) * 1440
),

overlap AS (
    SELECT
        b.caregiver_code,
        b.visit_date,
        b.visit_id,
        a.visit_id AS earlier_id,
        b.ltc_medins_code,
        b.total_amt,
        b.fund_amt,
        least(a.end_min, b.end_min) - b.begn_min AS mins
    FROM visit AS b
    INNER JOIN on_day AS a
        ON
            a.caregiver_code = b.caregiver_code
            AND a.day_no = b.day_no
            AND a.psn_no <> b.psn_no
            AND (
                a.begn_min < b.begn_min
                OR (a.begn_min = b.begn_min AND a.visit_id < b.visit_id)
            )
            AND a.end_min - b.begn_min > $overlap_mins
            AND b.end_min - b.begn_min > $overlap_mins
),

proof AS (
    SELECT
        caregiver_code,
        visit_date,
        string_agg(CASE WHEN place <= 50 THEN 'ltc_serv_d:' || visit_id END, ';' ORDER BY place)
            AS evidence
    FROM (
        SELECT
            *,
            row_number() OVER (PARTITION BY caregiver_code, visit_date ORDER BY visit_id) AS place
        FROM (
            SELECT caregiver_code, visit_date, visit_id FROM overlap
            UNION
            SELECT caregiver_code, visit_date, earlier_id FROM overlap
        )
    )
    GROUP BY caregiver_code, visit_date
),

later AS (
    SELECT
        caregiver_code,
        visit_date,
        ltc_medins_code,
        total_amt,
        fund_amt,
        max(mins) AS mins
    FROM overlap
    GROUP BY caregiver_code, visit_date, visit_id, ltc_medins_code, total_amt, fund_amt
)

SELECT
    l.caregiver_code || '|' || CAST(l.visit_date AS VARCHAR) AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    min(l.ltc_medins_code) AS fixmedins_code,
    l.visit_date AS event_date,
    CAST(sum(l.total_amt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(sum(l.fund_amt) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(max(l.mins) AS DOUBLE) AS measured_value,
    p.evidence
FROM later AS l
INNER JOIN proof AS p ON p.caregiver_code = l.caregiver_code AND p.visit_date = l.visit_date
GROUP BY l.caregiver_code, l.visit_date, p.evidence
