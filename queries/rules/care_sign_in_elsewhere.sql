/*
code     = "R76"
title    = "护理服务打卡偏离或补录过多"
question = "居家护理的签到地点是否偏离该受护人通常的签到地点 500 米以上，或者没有签到坐标的服务是否超过一成？"
basis    = [
    "《长期护理保险护理服务机构定点管理办法（试行）》（医保办发〔2024〕21号，文号须核对）",
    "500 米、10% 是默认阈值",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "偏离：一次护理服务（服务记录ID）；补录：一名受护人一年（人员编号|年份）"
tables   = ["ltc_serv_d", "setl_d"]
optional = ["setl_d"]
columns  = [
    "ltc_serv_d.psn_no", "ltc_serv_d.serv_begntime", "ltc_serv_d.sign_in_lnt",
    "ltc_serv_d.sign_in_lat",
]
limits   = """
偏离：没有住址坐标，以该受护人全部居家签到的经度、纬度中位数为通常地点，不足 5 次签到的不查；
数值是直线距离（米），计该次服务的全部费用。一直在别处打卡的查不到；搬家、轮住子女家的会误报。
补录：数据里没有补录标志，签到经纬度缺失、不是数或不在我国范围内的都视为补录；数值是一年中补录次数 ÷ 居家服务次数，
不足 10 次的不判；金额是补录服务的费用中超出一成的部分。个别机构没有接入定位的会普遍命中。
机构服务按服务方式不查（方式代码各地不同）。全部没有导出坐标的不适用。
"""
reviewed = 2025-11-21

[params.max_metres]
default = 500
unit    = "米"
label   = "签到地点偏离的上限"
source  = "默"

[params.min_sign_ins]
default = 5
unit    = "次"
label   = "确定通常地点所需的最少签到次数"
source  = "默"

[params.max_share]
default = 0.1
unit    = "比例"
label   = "补录比例的上限"
source  = "默"

[params.min_visits]
default = 10
unit    = "次"
label   = "判断补录比例所需的一年最少服务次数"
source  = "默"

[params.facility_ways]
default = ["33", "34", "990302", "990403", "机构", "社区", "养老机构", "医疗机构", "日间照料"]
unit    = "服务方式"
label   = "不在家中的服务方式"
source  = "默"
*/
WITH visit AS (
    SELECT
        v.*,
        year(v.visit_date) AS visit_year
    FROM care_visit AS v
    WHERE NOT list_contains($facility_ways, coalesce(v.ltc_serv_way, ''))
),

home AS (
    SELECT
        psn_no,
        median(in_lnt) AS home_lnt,
        median(in_lat) AS home_lat
    FROM visit
    GROUP BY psn_no
    HAVING count(in_lnt) >= $min_sign_ins
),

distance AS (
    SELECT
        v.*,
        -- Haversine on a sphere of 6371 km.
        2 * 6371000 * asin(
            sqrt(
                power(sin(radians(v.in_lat - h.home_lat) / 2), 2)
                + cos(radians(h.home_lat)) * cos(radians(v.in_lat))
                * power(sin(radians(v.in_lnt - h.home_lnt) / 2), 2)
            )
        ) AS metres
    FROM visit AS v
    INNER JOIN home AS h ON h.psn_no = v.psn_no
),

unsigned AS (
    SELECT
        psn_no,
        visit_year,
        CAST(count(*) - count(in_lnt) AS DOUBLE) / nullif(count(*), 0) AS share
    FROM visit
    GROUP BY psn_no, visit_year
    HAVING
        count(*) >= $min_visits
        AND CAST(count(*) - count(in_lnt) AS DOUBLE) / nullif(count(*), 0) > $max_share
),

line AS (
    SELECT
        v.*,
        u.share,
        row_number() OVER (
            PARTITION BY v.psn_no, v.visit_year ORDER BY v.begn_min DESC, v.visit_id ASC
        ) AS place
    FROM unsigned AS u
    INNER JOIN visit AS v ON v.psn_no = u.psn_no AND v.visit_year = u.visit_year
    WHERE v.in_lnt IS NULL
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
UNION ALL
SELECT
    psn_no || '|' || CAST(visit_year AS VARCHAR) AS subject_id,
    psn_no,
    min(ltc_medins_code) AS fixmedins_code,
    max(visit_date) AS event_date,
    CAST(
        round(sum(total_amt) * (share - $max_share) / nullif(share, 0), 2) AS DECIMAL(18, 2)
    ) AS total_amount,
    CAST(
        round(sum(fund_amt) * (share - $max_share) / nullif(share, 0), 2) AS DECIMAL(18, 2)
    ) AS fund_amount,
    share AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'ltc_serv_d:' || visit_id END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY psn_no, visit_year, share
