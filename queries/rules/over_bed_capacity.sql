/*
code     = "R36"
title    = "超床位运行"
question = "医院某日在院的参保病人数，是否多于批准床位所能容纳的？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第三项：虚构医药服务项目",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第一项：分解住院、挂床住院",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一家医院的一个月（机构编号|年月）"
tables   = ["mdtrt_d", "setl_d", "fixmedins_b", "medins_info_b", "rtal_phac_b"]
optional = ["setl_d", "rtal_phac_b"]
columns  = [
    "mdtrt_d.fixmedins_code", "mdtrt_d.begntime", "mdtrt_d.endtime|ipt_days",
    "mdtrt_d.med_type|ipt_days", "medins_info_b.aprv_bed_cnt",
]
limits   = """
每日在院人数按入院日计、出院日不计（当日出入院计 1 天），截至日仍在院的计到截至日；与批准床位数比，一月一条，取最高的一日。
只有医保病人，自费病人占的床不知道，实际更满。加床经批准、床位数登记未更新、日间手术、家庭病床按住院上报的会误报。
出院日期和住院天数都没有的已出院病人不计。涉及金额无法分到床位，为空。
"""
reviewed = 2025-11-21

[params.max_share]
default = 1.1
unit    = "倍"
label   = "在院人数与批准床位之比（超过才命中）"
source  = "默"
*/
WITH occupied AS (
    SELECT
        s.mdtrt_id,
        s.fixmedins_code,
        i.aprv_bed_cnt,
        s.adm_date,
        CASE
            WHEN s.still_in THEN CAST($as_of AS DATE)
            -- The day of discharge no longer counts, but a stay lasts one day at least.
            ELSE s.adm_date + CAST(s.stay_days AS INTEGER) - 1
        END AS last_date
    FROM stay AS s
    INNER JOIN institution AS i ON i.fixmedins_code = s.fixmedins_code
    WHERE i.aprv_bed_cnt > 0 AND (s.still_in OR s.stay_days IS NOT NULL)
),

change AS (
    SELECT fixmedins_code, aprv_bed_cnt, adm_date AS census_day, 1 AS patients FROM occupied
    UNION ALL
    SELECT fixmedins_code, aprv_bed_cnt, last_date + 1 AS census_day, -1 AS patients FROM occupied
    UNION ALL
    -- A month in which nobody comes or goes is as full as its first day.
    SELECT o.fixmedins_code, o.aprv_bed_cnt, c.day AS census_day, 0 AS patients
    FROM (SELECT DISTINCT fixmedins_code, aprv_bed_cnt FROM occupied) AS o
    CROSS JOIN cal_day AS c
    WHERE day(c.day) = 1
),

census AS (
    SELECT
        fixmedins_code,
        aprv_bed_cnt,
        census_day,
        sum(sum(patients)) OVER (PARTITION BY fixmedins_code ORDER BY census_day) AS patients
    FROM change
    GROUP BY fixmedins_code, aprv_bed_cnt, census_day
),

fullest AS (
    SELECT *
    FROM census
    WHERE census_day <= $as_of AND patients > $max_share * aprv_bed_cnt
    QUALIFY row_number() OVER (
        PARTITION BY fixmedins_code, year(census_day), month(census_day)
        ORDER BY patients DESC, census_day ASC
    ) = 1
),

patient AS (
    SELECT
        f.*,
        o.mdtrt_id,
        row_number() OVER (
            PARTITION BY f.fixmedins_code, f.census_day ORDER BY o.adm_date DESC, o.mdtrt_id ASC
        ) AS place
    FROM fullest AS f
    INNER JOIN occupied AS o
        ON
            o.fixmedins_code = f.fixmedins_code
            AND f.census_day BETWEEN o.adm_date AND o.last_date
)

SELECT
    fixmedins_code || '|' || strftime(census_day, '%Y-%m') AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    fixmedins_code,
    census_day AS event_date,
    CAST(NULL AS DECIMAL(18, 2)) AS total_amount,
    CAST(NULL AS DECIMAL(18, 2)) AS fund_amount,
    round(CAST(min(patients) AS DOUBLE) / nullif(min(aprv_bed_cnt), 0), 4) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'mdtrt_d:' || mdtrt_id END, ';' ORDER BY place)
        AS evidence
FROM patient
GROUP BY fixmedins_code, census_day
