/*
code     = "R73"
title    = "护理员转场时间不可能"
question = "护理员前一次服务签退到后一次服务签到，间隔是否短得走不完两地的距离？"
basis    = [
    "《长期护理保险护理服务机构定点管理办法（试行）》（医保办发〔2024〕21号，文号须核对）",
    "时速 30 公里是默认阈值",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一名护理员一天（护理人员编码|日期）"
tables   = ["ltc_serv_d", "setl_d"]
optional = ["setl_d"]
columns  = [
    "ltc_serv_d.caregiver_code", "ltc_serv_d.serv_begntime", "ltc_serv_d.serv_endtime|serv_mins",
    "ltc_serv_d.sign_in_lnt", "ltc_serv_d.sign_in_lat",
]
limits   = """
同一护理员相邻两次服务：直线距离（前一次签退处，没有的用签到处，到后一次签到处）÷ 间隔 > 时速 30 公里即命中，
计后一次服务；数值是当日最高的时速，间隔不足 1 分钟按 1 分钟。时间重叠的归 R72，不在此列。
相距不到 1 公里的不查（定位误差）；没有坐标的不查。驾车护理员、定位漂移会误报；直线距离偏短，会漏。
"""
reviewed = 2025-11-21

[params.max_speed]
default = 30
unit    = "公里/小时"
label   = "转场的最高时速"
source  = "默"

[params.min_km]
default = 1
unit    = "公里"
label   = "不查的距离（不到此数）"
source  = "默"
*/
WITH numbered AS (
    SELECT
        v.visit_id,
        v.caregiver_code,
        v.ltc_medins_code,
        v.visit_date,
        v.in_lnt,
        v.in_lat,
        v.total_amt,
        v.fund_amt,
        v.begn_min,
        row_number() OVER visited AS visit_no,
        lag(v.visit_id) OVER visited AS earlier_id,
        lag(v.end_min) OVER visited AS left_min,
        lag(coalesce(v.out_lnt, v.in_lnt)) OVER visited AS from_lnt,
        lag(coalesce(v.out_lat, v.in_lat)) OVER visited AS from_lat
    FROM care_visit AS v
    WHERE v.caregiver_code IS NOT NULL
    WINDOW visited AS (
        PARTITION BY v.caregiver_code ORDER BY v.begn_min, v.end_min, v.visit_id
    )
),

leg AS (
    SELECT
        *,
        begn_min - left_min AS gap_mins
    FROM numbered
    WHERE left_min <= begn_min
),

distance AS (
    SELECT
        *,
        -- Haversine on a sphere of 6371 km.
        2 * 6371 * asin(
            sqrt(
                power(sin(radians(in_lat - from_lat) / 2), 2)
                + cos(radians(from_lat)) * cos(radians(in_lat))
                * power(sin(radians(in_lnt - from_lnt) / 2), 2)
            )
        ) AS km
    FROM leg
),

jump AS (
    SELECT
        *,
        60 * km / nullif(CAST(greatest(gap_mins, 1) AS DOUBLE), 0) AS speed
    FROM distance
    WHERE km >= $min_km
),

flagged AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY caregiver_code, visit_date ORDER BY visit_no) AS place
    FROM jump
    WHERE speed > $max_speed
)

SELECT
    caregiver_code || '|' || CAST(visit_date AS VARCHAR) AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    min(ltc_medins_code) AS fixmedins_code,
    visit_date AS event_date,
    CAST(sum(total_amt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(sum(fund_amt) AS DECIMAL(18, 2)) AS fund_amount,
    round(max(speed), 0) AS measured_value,
    string_agg(
        CASE WHEN place <= 25 THEN 'ltc_serv_d:' || earlier_id || ';ltc_serv_d:' || visit_id END,
        ';'
        ORDER BY place
    ) AS evidence
FROM flagged
GROUP BY caregiver_code, visit_date
