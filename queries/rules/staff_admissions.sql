/*
code     = "R39"
title    = "本院职工集中住院"
question = "医院职工在本院住院，是否同一周扎堆，或者全年住院率远高于本地参保人？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项：诱导、协助他人冒名或者虚假就医、购药",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第一项：分解住院、挂床住院",
]
class    = "疑"
stage    = ["事后"]
subject  = "职工在本院的一次住院（就诊ID）"
tables   = ["mdtrt_d", "setl_d", "fixmedins_b", "dr_info_b", "psn_info_b"]
optional = ["setl_d", "fixmedins_b", "psn_info_b"]
columns  = [
    "mdtrt_d.psn_no", "mdtrt_d.fixmedins_code", "mdtrt_d.begntime", "mdtrt_d.med_type|ipt_days",
    "dr_info_b.psn_no", "dr_info_b.medins_code",
]
limits   = """
职工取医师登记中写明人员编号的，入院日在合同起止、离职之内；护士、行政人员和亲属没有名册，查不到。
同一周（周一至周日）3 名以上职工在本院入院即命中，比较值是人数；或全年职工人均住院次数超过全部人员的 3 倍
且有 3 名以上职工住院，比较值是倍数。全部人员按人员信息计数，没有人员信息的只看同一周。
计整次住院的费用。就近就医、体检后住院、传染病暴发会误报，须核病历和考勤。
"""
reviewed = 2025-11-21

[params.min_staff]
default = 3
unit    = "人"
label   = "住院的职工人数（达到才命中）"
source  = "默"

[params.max_times]
default = 3
unit    = "倍"
label   = "职工住院率与全部人员住院率之比（超过才命中）"
source  = "默"
*/
WITH staff AS (
    SELECT
        dr_code,
        psn_no,
        medins_code AS fixmedins_code,
        CAST(cntr_begntime AS DATE) AS begn_date,
        least(CAST(cntr_endtime AS DATE), CAST(nemp_time AS DATE)) AS end_date
    FROM dr_info_b
    WHERE coalesce(vali_flag, '1') = '1'
),

staff_stay AS (
    SELECT
        s.mdtrt_id,
        s.psn_no,
        s.fixmedins_code,
        s.adm_date,
        CAST(date_trunc('week', s.adm_date) AS DATE) AS adm_week,
        year(s.adm_date) AS adm_year,
        s.medfee_sumamt,
        s.fund_pay_sumamt,
        t.dr_code
    FROM stay AS s
    INNER JOIN staff AS t
        ON
            t.psn_no = s.psn_no
            AND t.fixmedins_code = s.fixmedins_code
            AND coalesce(s.adm_date >= t.begn_date, TRUE)
            AND coalesce(s.adm_date <= t.end_date, TRUE)
    -- Two spells at one hospital are one person's.
    QUALIFY row_number() OVER (PARTITION BY s.mdtrt_id ORDER BY t.dr_code) = 1
),

full_week AS (
    SELECT
        fixmedins_code,
        adm_week,
        count(DISTINCT psn_no) AS persons
    FROM staff_stay
    GROUP BY fixmedins_code, adm_week
    HAVING count(DISTINCT psn_no) >= $min_staff
),

area_rate AS (
    SELECT
        s.adm_year,
        CAST(s.stays AS DOUBLE) / nullif(p.persons, 0) AS rate
    FROM (SELECT year(adm_date) AS adm_year, count(*) AS stays FROM stay GROUP BY ALL) AS s
    CROSS JOIN (SELECT count(*) AS persons FROM person) AS p
),

staff_rate AS (
    SELECT
        s.fixmedins_code,
        s.adm_year,
        CAST(count(*) AS DOUBLE) / nullif(min(t.persons), 0) AS rate
    FROM staff_stay AS s
    INNER JOIN (
        SELECT fixmedins_code, count(DISTINCT psn_no) AS persons FROM staff GROUP BY fixmedins_code
    ) AS t ON t.fixmedins_code = s.fixmedins_code
    GROUP BY s.fixmedins_code, s.adm_year
    HAVING count(DISTINCT s.psn_no) >= $min_staff
),

full_year AS (
    SELECT
        s.fixmedins_code,
        s.adm_year,
        round(s.rate / nullif(a.rate, 0), 2) AS times
    FROM staff_rate AS s
    INNER JOIN area_rate AS a ON a.adm_year = s.adm_year
    WHERE s.rate > $max_times * a.rate
),

crowded AS (
    SELECT
        s.*,
        w.persons,
        y.times
    FROM staff_stay AS s
    LEFT JOIN full_week AS w
        ON w.fixmedins_code = s.fixmedins_code AND w.adm_week = s.adm_week
    LEFT JOIN full_year AS y
        ON y.fixmedins_code = s.fixmedins_code AND y.adm_year = s.adm_year
    WHERE w.persons IS NOT NULL OR y.times IS NOT NULL
),

companion AS (
    SELECT
        c.*,
        o.mdtrt_id AS other_id,
        row_number() OVER (PARTITION BY c.mdtrt_id ORDER BY o.adm_date, o.mdtrt_id) AS place
    FROM crowded AS c
    INNER JOIN staff_stay AS o
        ON
            o.fixmedins_code = c.fixmedins_code
            AND o.mdtrt_id <> c.mdtrt_id
            AND CASE
                WHEN c.persons IS NOT NULL THEN o.adm_week = c.adm_week
                ELSE o.adm_year = c.adm_year
            END
)

SELECT
    mdtrt_id AS subject_id,
    psn_no,
    fixmedins_code,
    adm_date AS event_date,
    medfee_sumamt AS total_amount,
    fund_pay_sumamt AS fund_amount,
    CAST(coalesce(persons, times) AS DOUBLE) AS measured_value,
    'mdtrt_d:' || mdtrt_id || ';dr_info_b:' || dr_code || '|' || fixmedins_code || ';'
    || string_agg(CASE WHEN place <= 48 THEN 'mdtrt_d:' || other_id END, ';' ORDER BY place)
        AS evidence
FROM companion
GROUP BY
    mdtrt_id, psn_no, fixmedins_code, adm_date, medfee_sumamt, fund_pay_sumamt, persons, times,
    dr_code
