/*
code     = "R30"
title    = "结伴住院"
question = "是否有三人以上多次在同一机构同时入院、同时出院，像是被成批组织住院？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项：诱导、协助他人冒名或者虚假就医、购药",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第一项：分解住院、挂床住院",
]
class    = "疑"
stage    = ["事后"]
subject  = "结伴住院的一名参保人（人员编号）"
tables   = ["mdtrt_d", "setl_d", "fixmedins_b"]
optional = ["setl_d", "fixmedins_b"]
columns  = [
    "mdtrt_d.psn_no", "mdtrt_d.fixmedins_code", "mdtrt_d.begntime", "mdtrt_d.endtime",
    "mdtrt_d.med_type|ipt_days",
]
limits   = """
两人在同一机构，入院日、出院日各相差不超过 1 天，算一次结伴；365 天内结伴 2 次起的两人相连，连在一起的人为一组，3 人起命中。
组号写在证据最前（group:组内最小的人员编号）；计本人各次结伴住院的费用。测量值是组的人数。
编组只传 6 层：成员与组内最小编号相隔超过 6 人的，会分成几组，小于 3 人的会漏。
没有出院日期的不查。大医院按疗程住院（放化疗、透析）的人会偶然相连成大组，人数异常大的先提高次数再看；
是否同村、同养老院、同手机号没有算进结果，核查时看人员信息。
"""
reviewed = 2025-11-21

[params.gap_days]
default = 1
unit    = "天"
label   = "入院日、出院日各允许的相差"
source  = "默"

[params.times]
default = 2
unit    = "次"
label   = "两人结伴的最少次数"
source  = "默"

[params.within_days]
default = 365
unit    = "天"
label   = "结伴次数的时间窗（含首尾两日）"
source  = "默"

[params.min_persons]
default = 3
unit    = "人"
label   = "一组的最少人数"
source  = "默"
*/
WITH dated AS (
    SELECT
        s.mdtrt_id,
        s.psn_no,
        s.fixmedins_code,
        s.medfee_sumamt,
        s.fund_pay_sumamt,
        s.adm_date,
        date_diff('day', DATE '2000-01-01', s.adm_date) AS adm_no,
        date_diff('day', DATE '2000-01-01', s.dscg_date) AS dscg_no,
        count(*) OVER (PARTITION BY s.psn_no) AS stays
    FROM stay AS s
),

-- Who was in fewer times than that is nobody's companion: most people, so they go first.
episode AS (SELECT * FROM dated WHERE stays >= $times),

day_shift AS (SELECT unnest(generate_series(-$gap_days, $gap_days)) AS days),

-- One side is shifted and equal days are joined: all pairs of a large hospital would be too many.
shifted AS (
    SELECT
        e.mdtrt_id,
        e.psn_no,
        e.fixmedins_code,
        e.adm_no + i.days AS adm_no,
        e.dscg_no + o.days AS dscg_no,
        abs(i.days) + abs(o.days) AS days_apart
    FROM episode AS e
    CROSS JOIN day_shift AS i
    CROSS JOIN day_shift AS o
),

together AS (
    SELECT
        a.psn_no,
        b.psn_no AS peer_no,
        a.mdtrt_id,
        b.mdtrt_id AS peer_id,
        a.adm_no,
        b.days_apart
    FROM episode AS a
    INNER JOIN shifted AS b
        ON
            b.fixmedins_code = a.fixmedins_code
            AND b.adm_no = a.adm_no
            AND b.dscg_no = a.dscg_no
            AND b.psn_no > a.psn_no
),

-- Chance brings nearly all pairs together once only: those go before anything is sorted.
repeated AS (
    SELECT
        psn_no,
        peer_no
    FROM together
    GROUP BY psn_no, peer_no
    HAVING count(*) >= $times
),

matched AS (
    SELECT
        t.*,
        row_number() OVER (
            PARTITION BY t.mdtrt_id, t.peer_no ORDER BY t.days_apart, t.peer_id
        ) AS peer_place,
        row_number() OVER (
            PARTITION BY t.peer_id, t.psn_no ORDER BY t.days_apart, t.mdtrt_id
        ) AS own_place
    FROM together AS t
    INNER JOIN repeated AS r ON r.psn_no = t.psn_no AND r.peer_no = t.peer_no
),

-- A stay meets one stay of the other, the nearest: a run of short stays may lie beside several.
meeting AS (SELECT * FROM matched WHERE peer_place = 1 AND own_place = 1),

counted AS (
    SELECT
        *,
        count(*) OVER (
            PARTITION BY psn_no, peer_no
            ORDER BY adm_no RANGE BETWEEN CURRENT ROW AND $within_days - 1 FOLLOWING
        ) AS times
    FROM meeting
),

joint AS (
    SELECT *
    FROM counted
    QUALIFY max(times) OVER (
        PARTITION BY psn_no, peer_no
        ORDER BY adm_no RANGE BETWEEN $within_days - 1 PRECEDING AND CURRENT ROW
    ) >= $times
),

-- Codes may be numbered inside the store; the smallest one is meant as it is written.
sided AS (
    SELECT
        CAST(CASE WHEN s.side = 1 THEN j.psn_no ELSE j.peer_no END AS VARCHAR) AS psn_no,
        CAST(CASE WHEN s.side = 1 THEN j.peer_no ELSE j.psn_no END AS VARCHAR) AS peer_no,
        CASE WHEN s.side = 1 THEN j.mdtrt_id ELSE j.peer_id END AS own_id,
        CASE WHEN s.side = 1 THEN j.peer_id ELSE j.mdtrt_id END AS peer_id
    FROM joint AS j
    CROSS JOIN (SELECT unnest(generate_series(1, 2)) AS side) AS s
),

-- Spark has no recursion with the same meaning: the smallest number is handed on six times.
hop1 AS (
    SELECT
        psn_no,
        least(psn_no, min(peer_no)) AS label
    FROM sided
    GROUP BY psn_no
),

hop2 AS (
    SELECT
        l.psn_no,
        min(h.label) AS label
    FROM sided AS l
    INNER JOIN hop1 AS h ON h.psn_no = l.peer_no
    GROUP BY l.psn_no
),

hop3 AS (
    SELECT
        l.psn_no,
        min(h.label) AS label
    FROM sided AS l
    INNER JOIN hop2 AS h ON h.psn_no = l.peer_no
    GROUP BY l.psn_no
),

hop4 AS (
    SELECT
        l.psn_no,
        min(h.label) AS label
    FROM sided AS l
    INNER JOIN hop3 AS h ON h.psn_no = l.peer_no
    GROUP BY l.psn_no
),

hop5 AS (
    SELECT
        l.psn_no,
        min(h.label) AS label
    FROM sided AS l
    INNER JOIN hop4 AS h ON h.psn_no = l.peer_no
    GROUP BY l.psn_no
),

hop6 AS (
    SELECT
        l.psn_no,
        min(h.label) AS label
    FROM sided AS l
    INNER JOIN hop5 AS h ON h.psn_no = l.peer_no
    GROUP BY l.psn_no
),

member AS (
    SELECT
        psn_no,
        label,
        count(*) OVER (PARTITION BY label) AS persons
    FROM hop6
),

member_stay AS (
    SELECT DISTINCT
        d.psn_no,
        CASE WHEN s.side = 1 THEN d.own_id ELSE d.peer_id END AS mdtrt_id,
        s.side = 1 AS is_own
    FROM sided AS d
    CROSS JOIN (SELECT unnest(generate_series(1, 2)) AS side) AS s
),

proof AS (
    SELECT
        m.psn_no,
        m.label,
        m.persons,
        s.mdtrt_id,
        s.is_own,
        d.fixmedins_code,
        d.adm_date,
        d.medfee_sumamt,
        d.fund_pay_sumamt,
        row_number() OVER (
            PARTITION BY m.psn_no ORDER BY s.is_own DESC, d.adm_no DESC, s.mdtrt_id ASC
        ) AS place
    FROM member AS m
    INNER JOIN member_stay AS s ON s.psn_no = m.psn_no
    INNER JOIN episode AS d ON d.mdtrt_id = s.mdtrt_id
    WHERE m.persons >= $min_persons
)

SELECT
    psn_no AS subject_id,
    psn_no,
    max(CASE WHEN place = 1 THEN fixmedins_code END) AS fixmedins_code,
    max(CASE WHEN place = 1 THEN adm_date END) AS event_date,
    CAST(sum(CASE WHEN is_own THEN medfee_sumamt END) AS DECIMAL(18, 2)) AS total_amount,
    CAST(sum(CASE WHEN is_own THEN fund_pay_sumamt END) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(persons AS DOUBLE) AS measured_value,
    'group:' || label || ';'
    || string_agg(CASE WHEN place <= 49 THEN 'mdtrt_d:' || mdtrt_id END, ';' ORDER BY place)
        AS evidence
FROM proof
GROUP BY psn_no, label, persons
