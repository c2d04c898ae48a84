/*
code     = "R76"
title    = "护理服务打卡偏离"
question = "居家护理的签到地点，是否偏离该受护人通常的签到地点 500 米以上？"
basis    = [
    "《长期护理保险护理服务机构定点管理办法（试行）》（医保办发〔2024〕21号）",
    "500 米是默认阈值",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一次护理服务（服务记录ID）"
tables   = ["ltc_serv_d", "setl_d"]
optional = ["setl_d"]
columns  = [
    "ltc_serv_d.psn_no", "ltc_serv_d.serv_begntime", "ltc_serv_d.sign_in_lnt",
    "ltc_serv_d.sign_in_lat",
]
limits   = """
没有住址坐标：以该受护人全部居家签到的经度、纬度中位数为通常地点，不足 5 次签到的不查；数值是直线距离（米）。
一直在别处打卡的，通常地点也随之偏离，查不到；搬家、轮住子女家的会误报。
机构服务按服务方式不查（方式代码各地不同）；没有坐标的不在此列，另看补录比例（R76b）。计该次服务的全部费用。
"""
reviewed = 2025-11-21

[params.max_metres]
default = 500
unit    = "米"
label   = "签到地点偏离的上限"
source  = "默"

[params.min_visits]
default = 5
unit    = "次"
label   = "确定通常地点所需的最少签到次数"
source  = "默"

[params.facility_ways]
default = ["33", "34", "990302", "990403", "机构", "社区", "养老机构", "医疗机构", "日间照料"]
unit    = "服务方式"
label   = "不在家中的服务方式"
source  = "默"
*/
WITH signed AS (
    SELECT v.*
    FROM care_visit AS v
    WHERE
        v.in_lnt IS NOT NULL
        AND NOT list_contains($facility_ways, coalesce(v.ltc_serv_way, ''))
),

home AS (
    SELECT
        psn_no,
        median(in_lnt) AS home_lnt,
        median(in_lat) AS home_lat
    FROM signed
    GROUP BY psn_no
    HAVING count(*) >= $min_visits
),

distance AS (
    SELECT
        s.*,
        -- Haversine on a sphere of 6371 km.
        2 * 6371000 * asin(
            sqrt(
                power(sin(radians(s.in_lat - h.home_lat) / 2), 2)
                + cos(radians(h.home_lat)) * cos(radians(s.in_lat))
                * power(sin(radians(s.in_lnt - h.home_lnt) / 2), 2)
            )
        ) AS metres
    FROM signed AS s
    INNER JOIN home AS h ON h.psn_no = s.psn_no
)

SELECT
    visit_id AS subject_id,
    psn_no,
    ltc_medins_code AS fixmedins_code,
    visit_date AS event_date,
    total_amt AS total_amount,
    fund_amt AS fund_amount,
    round(metres, 0) AS measured_value,
    'ltc_serv_d:' || visit_id AS evidence
FROM distance
WHERE metres > $max_metres
