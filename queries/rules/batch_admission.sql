/*
code     = "R31"
title    = "批量入院突增"
question = "一家机构一天里，来自同一地址、同一村居或同一镇街的入院人数是否突然远多于平时？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项：诱导、协助他人冒名或者虚假就医、购药",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条；人数与倍数为本产品默认值",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "当日该地的一次住院（就诊ID）"
tables   = ["mdtrt_d", "setl_d", "fixmedins_b", "psn_info_b"]
optional = ["setl_d", "fixmedins_b"]
columns  = [
    "mdtrt_d.psn_no", "mdtrt_d.fixmedins_code", "mdtrt_d.begntime", "mdtrt_d.med_type|ipt_days",
    "psn_info_b.psn_no", "psn_info_b.town_name|vil_name|live_addr",
]
limits   = """
居住地取人员信息：地址、村居（连同镇街）、镇街三级各数一遍，几级都突增的按最小的一级。
当日人数不少于 5 人，且多于前 90 天（不含当日）每天人数的平均数加 3 倍标准差（没有人的日子按 0 计）才命中。
人数多的医院、镇街，超过 3 倍标准差常是巧合：按平时平均数（至少每 90 天 1 人）偶然来这么多人的可能须低于一千万分之一。
数据最早就诊日到当日不足 30 天的不判，不足 90 天的按已有天数。计当日该地每次住院的全部费用。
同日同人多次入院按一人计。义诊、疫情、集中体检后的合理入院会被命中；人户分离的地址查不到。
"""
reviewed = 2026-11-23
unit     = "月"
back     = ["base_days"]

[params.min_persons]
default = 5
unit    = "人"
label   = "一天的最少人数"
source  = "默"

[params.deviations]
default = 3
unit    = "倍标准差"
label   = "多于平均数几倍标准差"
source  = "默"

[params.base_days]
default = 90
unit    = "天"
label   = "平时的天数（当日之前）"
source  = "默"

[params.most_chance]
default = 0.0000001
unit    = "概率"
label   = "平时偶然达到当日人数的可能（低于才命中）"
source  = "默"

[params.min_base_days]
default = 30
unit    = "天"
label   = "可以判断的最少天数"
source  = "默"
*/
WITH begun AS (
    SELECT CAST(min(m.begntime) AS DATE) AS first_date
    FROM mdtrt_d AS m
    WHERE coalesce(m.vali_flag, '1') = '1'
),

admission AS (
    SELECT
        s.mdtrt_id,
        s.psn_no,
        s.fixmedins_code,
        s.adm_date,
        s.medfee_sumamt,
        s.fund_pay_sumamt,
        date_diff('day', DATE '2000-01-01', s.adm_date) AS day_no,
        date_diff('day', b.first_date, s.adm_date) AS known_days
    FROM stay AS s
    CROSS JOIN begun AS b
),

placed AS (
    SELECT
        a.*,
        1 AS place_level,
        p.live_addr AS place_name
    FROM admission AS a
    INNER JOIN person AS p ON p.psn_no = a.psn_no
    UNION ALL
    SELECT
        a.*,
        2 AS place_level,
        coalesce(p.town_name, '') || p.vil_name AS place_name
    FROM admission AS a
    INNER JOIN person AS p ON p.psn_no = a.psn_no
    UNION ALL
    SELECT
        a.*,
        3 AS place_level,
        p.town_name AS place_name
    FROM admission AS a
    INNER JOIN person AS p ON p.psn_no = a.psn_no
),

daily AS (
    SELECT
        fixmedins_code,
        place_level,
        place_name,
        day_no,
        least(min(known_days), $base_days) AS known_days,
        count(DISTINCT psn_no) AS persons
    FROM placed
    GROUP BY fixmedins_code, place_level, place_name, day_no
),

compared AS (
    SELECT
        *,
        CAST(
            sum(persons) OVER (
                PARTITION BY fixmedins_code, place_level, place_name
                ORDER BY day_no RANGE BETWEEN $base_days PRECEDING AND 1 PRECEDING
            ) AS DOUBLE
        ) / nullif(known_days, 0) AS mean_persons,
        CAST(
            sum(persons * persons) OVER (
                PARTITION BY fixmedins_code, place_level, place_name
                ORDER BY day_no RANGE BETWEEN $base_days PRECEDING AND 1 PRECEDING
            ) AS DOUBLE
        ) / nullif(known_days, 0) AS mean_square
    FROM daily
),

-- No row before means nobody came: mean and deviation are 0.
expected AS (
    SELECT
        *,
        greatest(coalesce(mean_persons, 0), CAST(1 AS DOUBLE) / nullif(known_days, 0)) AS usual
    FROM compared
),

surge AS (
    SELECT *
    FROM expected
    WHERE
        persons >= $min_persons
        AND known_days >= $min_base_days
        AND persons > coalesce(mean_persons, 0)
        + $deviations * sqrt(greatest(0, mean_square - mean_persons * mean_persons))
        -- Of thousands of places and days some exceed that by chance. Chernoff's bound on the
        -- tail of the Poisson distribution says how likely so many are where usual is the mean.
        AND persons * ln(persons / nullif(usual, 0)) - persons + usual > -ln($most_chance)
),

batch AS (
    SELECT
        n.mdtrt_id,
        n.psn_no,
        n.fixmedins_code,
        n.adm_date,
        n.medfee_sumamt,
        n.fund_pay_sumamt,
        u.place_level,
        u.place_name,
        u.day_no,
        u.persons
    FROM surge AS u
    INNER JOIN placed AS n
        ON
            n.fixmedins_code = u.fixmedins_code
            AND n.place_level = u.place_level
            AND n.place_name = u.place_name
            AND n.day_no = u.day_no
),

narrowest AS (
    SELECT *
    FROM batch
    QUALIFY row_number() OVER (PARTITION BY mdtrt_id ORDER BY place_level) = 1
),

proof AS (
    SELECT
        b.*,
        o.mdtrt_id AS proof_id,
        row_number() OVER (
            PARTITION BY b.mdtrt_id
            ORDER BY CASE WHEN o.mdtrt_id = b.mdtrt_id THEN 0 ELSE 1 END, o.mdtrt_id
        ) AS place
    FROM narrowest AS b
    INNER JOIN batch AS o
        ON
            o.fixmedins_code = b.fixmedins_code
            AND o.place_level = b.place_level
            AND o.place_name = b.place_name
            AND o.day_no = b.day_no
)

SELECT
    mdtrt_id AS subject_id,
    psn_no,
    fixmedins_code,
    adm_date AS event_date,
    medfee_sumamt AS total_amount,
    fund_pay_sumamt AS fund_amount,
    CAST(persons AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'mdtrt_d:' || proof_id END, ';' ORDER BY place)
        AS evidence
FROM proof
GROUP BY
    mdtrt_id, psn_no, fixmedins_code, adm_date, medfee_sumamt, fund_pay_sumamt, persons
