/*
code     = "R76b"
title    = "护理服务补录比例过高"
question = "一家长护机构一个月的居家护理服务中，没有有效签到坐标（人工补录）的是否超过一成？"
basis    = [
    "《长期护理保险护理服务机构定点管理办法（试行）》（医保办发〔2024〕21号）",
    "10% 是默认阈值",
]
class    = "疑"
stage    = ["事后"]
subject  = "一家长护机构一个月（机构编号|年月）"
tables   = ["ltc_serv_d", "setl_d"]
optional = ["setl_d"]
columns  = [
    "ltc_serv_d.ltc_medins_code", "ltc_serv_d.serv_begntime", "ltc_serv_d.sign_in_lnt",
    "ltc_serv_d.sign_in_lat",
]
limits   = """
数据里没有补录标志：签到经纬度缺失、不是数或不在我国范围内的，都视为补录。数值是补录次数 ÷ 居家服务次数。
当月居家服务不足 20 次的不判；机构服务按服务方式不计（方式代码各地不同）。
涉及金额是补录服务的费用中超出一成的部分。全区都没有导出坐标的不适用；只有个别机构没有接入定位的会命中。
"""
reviewed = 2025-11-21

[params.max_share]
default = 0.1
unit    = "比例"
label   = "补录比例的上限"
source  = "默"

[params.min_visits]
default = 20
unit    = "次"
label   = "当月最少的居家服务次数"
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
        CAST(date_trunc('month', v.visit_date) AS DATE) AS month_date
    FROM care_visit AS v
    WHERE NOT list_contains($facility_ways, coalesce(v.ltc_serv_way, ''))
),

flagged AS (
    SELECT
        ltc_medins_code,
        month_date,
        CAST(count(*) - count(in_lnt) AS DOUBLE) / nullif(count(*), 0) AS share
    FROM visit
    GROUP BY ltc_medins_code, month_date
    HAVING
        count(*) >= $min_visits
        AND CAST(count(*) - count(in_lnt) AS DOUBLE) / nullif(count(*), 0) > $max_share
),

line AS (
    SELECT
        v.*,
        f.share,
        row_number() OVER (
            PARTITION BY v.ltc_medins_code, v.month_date ORDER BY v.begn_min DESC, v.visit_id ASC
        ) AS place
    FROM flagged AS f
    INNER JOIN visit AS v
        ON v.ltc_medins_code = f.ltc_medins_code AND v.month_date = f.month_date
    WHERE v.in_lnt IS NULL
)

SELECT
    ltc_medins_code || '|' || strftime(month_date, '%Y-%m') AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    ltc_medins_code AS fixmedins_code,
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
GROUP BY ltc_medins_code, month_date, share
