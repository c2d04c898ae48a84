/*
code     = "R34"
title    = "时空冲突（两地就医来不及往返）"
question = "同一参保人同日在两家机构面对面就诊或购药，间隔的时间是否来不及走完两地的距离？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项：冒名或者虚假就医、购药",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十七条：参保人员应当持本人医疗保障凭证就医、购药",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "后一次就诊的结算（结算ID）"
tables   = ["setl_d", "fee_list_d", "mdtrt_d", "fixmedins_b", "medins_info_b", "rtal_phac_b"]
optional = ["fee_list_d", "mdtrt_d", "fixmedins_b", "medins_info_b", "rtal_phac_b"]
columns  = [
    "setl_d.psn_no", "setl_d.fixmedins_code", "setl_d.med_type",
    "setl_d.begndate|enddate|setl_time", "setl_d.setl_time|fee_list_d.fee_ocur_time",
    "medins_info_b.lnt|rtal_phac_b.lnt|medins_info_b.admdvs|rtal_phac_b.admdvs|fixmedins_b.fix_blng_admdvs",
]
limits   = """
只查门诊和购药；住院、家庭病床、互联网就诊、中心手工报销不查。零点整视为没有时刻，不比；跨零点的不查。
时刻有结算时间和明细时间两种，取间隔较长的一种；间隔按分钟，不足 1 分钟按 1 分钟。距离是机构坐标间的直线距离。
缺坐标（或坐标不在国内）的，两家机构医保区划不同且间隔在 30 分钟以内即命中，此时比较值是间隔分钟，否则是时速。
计后一次就诊的全部费用。家属代购药、事后扫码支付、院区坐标只登记总院的会误报。
"""
reviewed = 2025-11-21
back     = []

[params.max_speed]
default = 120
unit    = "公里/小时"
label   = "最快时速（超过才命中）"
source  = "默"

[params.near_minutes]
default = 30
unit    = "分钟"
label   = "缺坐标时，不同区划就诊的最短间隔"
source  = "默"
*/
WITH registered AS (
    SELECT
        medins_code AS fixmedins_code,
        admdvs,
        TRY_CAST(lnt AS DOUBLE) AS lnt,
        TRY_CAST(lat AS DOUBLE) AS lat
    FROM medins_info_b
    WHERE coalesce(vali_flag, '1') = '1'
    UNION ALL
    SELECT
        rtal_phac_code AS fixmedins_code,
        admdvs,
        TRY_CAST(lnt AS DOUBLE) AS lnt,
        TRY_CAST(lat AS DOUBLE) AS lat
    FROM rtal_phac_b
    WHERE coalesce(vali_flag, '1') = '1'
    UNION ALL
    SELECT
        fixmedins_code,
        fix_blng_admdvs AS admdvs,
        CAST(NULL AS DOUBLE) AS lnt,
        CAST(NULL AS DOUBLE) AS lat
    FROM fixmedins_b
    WHERE coalesce(vali_flag, '1') = '1'
),

place AS (
    SELECT
        fixmedins_code,
        min(admdvs) AS admdvs,
        -- Zeros and swapped coordinates are common: no place in China has them.
        radians(min(lnt) FILTER (WHERE lnt BETWEEN 73 AND 136)) AS lnt,
        radians(min(lat) FILTER (WHERE lat BETWEEN 3 AND 54)) AS lat
    FROM registered
    GROUP BY fixmedins_code
),

-- Few persons go to two institutions in one day: all that follows is about them only.
busy_day AS (
    SELECT
        psn_no,
        coalesce(begndate, enddate, setl_date) AS visit_date
    FROM net_setl
    GROUP BY psn_no, coalesce(begndate, enddate, setl_date)
    HAVING min(fixmedins_code) <> max(fixmedins_code)
),

visit AS (
    SELECT
        s.setl_id,
        s.psn_no,
        s.fixmedins_code,
        s.medfee_sumamt,
        s.fund_pay_sumamt,
        b.visit_date,
        CASE
            WHEN s.setl_date = b.visit_date
                THEN nullif(hour(s.setl_time) * 60 + minute(s.setl_time), 0)
        END AS paid_minute
    FROM busy_day AS b
    INNER JOIN net_setl AS s
        ON
            s.psn_no = b.psn_no
            AND coalesce(s.begndate, s.enddate, s.setl_date) = b.visit_date
    WHERE
        left(s.med_type, 2) IN ('11', '12', '13', '14', '15', '16', '41', '51', '81', '91', '93')
        AND coalesce(s.pay_loc, '') <> '1'
        AND NOT EXISTS (SELECT 1 FROM special_visit AS i WHERE i.mdtrt_id = s.mdtrt_id AND i.is_online)
),

same_day AS (
    SELECT
        a.setl_id AS a_id,
        b.setl_id AS b_id,
        a.psn_no,
        a.visit_date,
        a.paid_minute AS a_paid,
        b.paid_minute AS b_paid,
        p.admdvs AS a_admdvs,
        q.admdvs AS b_admdvs,
        2 * 6371 * asin(sqrt(
            power(sin((q.lat - p.lat) / 2), 2)
            + cos(p.lat) * cos(q.lat) * power(sin((q.lnt - p.lnt) / 2), 2)
        )) AS km
    FROM visit AS a
    INNER JOIN visit AS b
        ON
            b.psn_no = a.psn_no
            AND b.visit_date = a.visit_date
            AND b.fixmedins_code <> a.fixmedins_code
            AND b.setl_id > a.setl_id
    INNER JOIN place AS p ON p.fixmedins_code = a.fixmedins_code
    INNER JOIN place AS q ON q.fixmedins_code = b.fixmedins_code
),

paired AS (
    SELECT
        *,
        -- Minutes the way takes; without coordinates the gap up to which nobody is believed.
        CASE
            WHEN km IS NOT NULL THEN km * 60 / nullif($max_speed, 0)
            WHEN a_admdvs <> b_admdvs THEN $near_minutes + 1
        END AS minutes_needed
    FROM same_day
),

suspect AS (
    SELECT *
    FROM paired
    -- Few pairs are left: only those are looked up among the fee lines.
    WHERE coalesce(abs(a_paid - b_paid), 0) < minutes_needed AND minutes_needed > 1
),

suspect_visit AS (
    SELECT psn_no, visit_date, a_id AS setl_id FROM suspect
    UNION
    SELECT psn_no, visit_date, b_id AS setl_id FROM suspect
),

ordered AS (
    SELECT
        f.setl_id,
        min(hour(f.fee_ocur_time) * 60 + minute(f.fee_ocur_time)) AS order_minute
    FROM net_fee AS f
    INNER JOIN suspect_visit AS v
        ON v.psn_no = f.psn_no AND v.visit_date = f.fee_date AND v.setl_id = f.setl_id
    WHERE hour(f.fee_ocur_time) * 60 + minute(f.fee_ocur_time) > 0
    GROUP BY f.setl_id
),

timed AS (
    SELECT
        s.*,
        coalesce(a.order_minute, s.a_paid) > coalesce(b.order_minute, s.b_paid) AS a_is_later,
        greatest(
            abs(s.a_paid - s.b_paid),
            abs(coalesce(a.order_minute, s.a_paid) - coalesce(b.order_minute, s.b_paid))
        ) AS gap_minutes
    FROM suspect AS s
    LEFT JOIN ordered AS a ON a.setl_id = s.a_id
    LEFT JOIN ordered AS b ON b.setl_id = s.b_id
),

conflict AS (
    SELECT
        psn_no,
        visit_date,
        km,
        greatest(gap_minutes, 1) AS gap_minutes,
        CASE WHEN a_is_later THEN a_id ELSE b_id END AS later_id,
        CASE WHEN a_is_later THEN b_id ELSE a_id END AS earlier_id
    FROM timed
    WHERE gap_minutes < minutes_needed
),

nearest AS (
    SELECT *
    FROM conflict
    QUALIFY row_number() OVER (PARTITION BY later_id ORDER BY gap_minutes, earlier_id) = 1
)

SELECT
    n.later_id AS subject_id,
    n.psn_no,
    v.fixmedins_code,
    n.visit_date AS event_date,
    CAST(v.medfee_sumamt AS DECIMAL(18, 2)) AS total_amount,
    CAST(v.fund_pay_sumamt AS DECIMAL(18, 2)) AS fund_amount,
    CAST(
        CASE
            WHEN n.km IS NOT NULL THEN round(n.km * 60 / nullif(n.gap_minutes, 0), 1)
            ELSE n.gap_minutes
        END AS DOUBLE
    ) AS measured_value,
    'setl_d:' || n.later_id || ';setl_d:' || n.earlier_id AS evidence
FROM nearest AS n
INNER JOIN visit AS v ON v.setl_id = n.later_id
