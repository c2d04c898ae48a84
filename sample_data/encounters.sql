-- Encounters of one batch of persons: stays first, then every visit that does not fall in a stay.
-- A person has at most one stay in sixty days, ended at least 16 days before the next begins.
CREATE OR REPLACE TEMP TABLE batch AS
SELECT * FROM person
WHERE i >= getvariable('batch_from') AND i < getvariable('batch_to');

CREATE OR REPLACE TEMP MACRO season(day) AS
    [116, 80, 104, 103, 100, 96, 99, 97, 98, 101, 107, 114][month(day)]
    + (date_diff('day', getvariable('first_day'), day) * 4) // 365;

CREATE OR REPLACE TEMP TABLE stay AS
WITH wished AS (
    SELECT
        p.i, p.i * 4096 + n.slot AS enc, p.town_no, p.band, p.gend, p.insu_from, p.insu_to,
        p.die_date, p.idet_type, p.idet_from, p.idet_to,
        getvariable('first_day') - roll('phase', p.i, 60) + (n.slot * 60)::INTEGER AS slot_day
    FROM batch AS p
    CROSS JOIN range(getvariable('slots')) AS n (slot)
    WHERE
        NOT p.is_planted AND p.insutype IS NOT NULL
        AND chance(
            'stay', p.i * 4096 + n.slot,
            CASE
                WHEN p.die_date >= slot_day AND p.die_date < slot_day + 60 THEN 45
                WHEN p.is_frail THEN 2.6 * [1.6, 1.2, 2.1, 5.2][p.band + 1]
                ELSE [1.6, 1.2, 2.1, 5.2][p.band + 1]
            END
        )
),

levelled AS (
    SELECT
        *,
        CASE
            WHEN roll('level', enc, 100) < 5 THEN 9
            WHEN roll('level', enc, 100) < 36 THEN 3
            WHEN roll('level', enc, 100) < 76 THEN 2
            ELSE 1
        END AS lv
    FROM wished
),

chosen AS (
    SELECT l.*, b.inst_no, d.diag_no
    FROM levelled AS l
    INNER JOIN institution_slot AS i
        ON l.lv = i.lv AND l.town_no = i.town_no
        -- Four stays in five are at the hospital the person always goes to.
        AND i.slot = CASE WHEN chance('faithful', l.enc, 80) THEN roll('own hospital', l.i, 100)
                          ELSE roll('hospital', l.enc, 100) END
    INNER JOIN institution_branch AS b
        ON i.inst_no = b.base_no AND b.branch = roll('branch', l.i, 1000000) % b.of
    INNER JOIN diagnosis_slot AS d
        ON d.place = CASE l.lv WHEN 9 THEN '3' ELSE l.lv::VARCHAR END
        AND l.band = d.band AND l.gend = d.gend AND d.slot = roll('diagnosis', l.enc, 100)
),

timed AS (
    SELECT
        c.*,
        CASE
            -- Operations of a day; nobody else is in for less than four.
            WHEN list_contains(g.tags, '手术') AND chance('same day', c.enc, 4) THEN 0
            ELSE greatest(CASE WHEN list_contains(g.tags, '手术') THEN 1 ELSE 4 END, least(40, round(
                g.los * i.los_pct / 100.0 * (1 + 0.34 * bell('length', c.enc))
                * CASE c.lv WHEN 1 THEN 0.9 WHEN 2 THEN 1.0 ELSE 1.04 END
            )))
        END::INTEGER AS days
    FROM chosen AS c
    INNER JOIN institution_draft AS i ON c.inst_no = i.inst_no
    INNER JOIN diagnosis AS g ON c.diag_no = g.diag_no
),

placed AS (
    SELECT
        *,
        -- Many die in hospital: the last stay of a life ends with it.
        CASE
            WHEN die_date >= slot_day AND die_date < slot_day + 60
                THEN greatest(slot_day, die_date - days)
            ELSE slot_day + roll('admitted', enc, 60 - 16 - days)
        END AS begins
    FROM timed
)

SELECT
    enc, i, '住院' AS kind, begins,
    CASE WHEN die_date < begins + days THEN date_diff('day', begins, die_date) ELSE days END
        ::INTEGER AS days,
    inst_no, diag_no, lv, '' AS quirk,
    CASE
        WHEN die_date <= begins + days THEN '5'
        WHEN chance('transfer', enc, 1.5) THEN '2'
        WHEN chance('own wish', enc, 2.5) THEN '4'
        ELSE '1'
    END AS dscg_way
FROM placed
WHERE
    begins >= getvariable('first_day') AND begins <= getvariable('as_of')
    AND begins >= insu_from
    AND (insu_to IS NULL OR begins + days <= insu_to OR die_date IS NOT NULL)
    AND (die_date IS NULL OR begins <= die_date)
    AND chance('season', enc, season(begins) * 0.8)
    -- Nobody's assistance identity begins or ends in the middle of a stay.
    AND NOT coalesce(idet_from BETWEEN begins AND begins + days, FALSE)
    AND NOT coalesce(idet_to BETWEEN begins AND begins + days AND die_date IS NULL, FALSE)
    AND NOT coalesce(idet_to = begins, FALSE);

CREATE OR REPLACE TEMP TABLE visit AS
WITH monthly AS (
    SELECT
        p.i, p.i * 4096 + k.base + m.no AS enc, k.kind, p.town_no, p.band, p.gend, p.insu_from,
        p.insu_to, p.die_date, p.idet_from, p.idet_to,
        CAST(getvariable('first_day') + INTERVAL (m.no) MONTH AS DATE)
            + roll('day', p.i * 4096 + k.base + m.no, 28) AS day
    FROM batch AS p
    CROSS JOIN range(getvariable('months')) AS m (no)
    CROSS JOIN (VALUES ('门诊', 100), ('慢病', 200), ('药店', 300)) AS k (kind, base)
    WHERE
        NOT p.is_planted AND p.insutype IS NOT NULL
        -- A dialysis patient is seen where the dialysis is.
        AND NOT (p.is_on_dialysis AND k.kind = '门诊')
        AND chance('visit', p.i * 4096 + k.base + m.no, CASE k.kind
            WHEN '门诊' THEN [9.5, 4.6, 6.4, 8.8][p.band + 1]
            WHEN '慢病' THEN CASE WHEN p.is_chronic THEN 17 ELSE 0 END
            ELSE CASE WHEN p.insutype = '310' THEN 5.0 ELSE 2.0 END
        END)
),

dialysis AS (
    SELECT
        p.i, p.i * 4096 + 1000 + n.no AS enc, '透析' AS kind, p.town_no, p.band, p.gend,
        p.insu_from, p.insu_to, p.die_date, p.idet_from, p.idet_to,
        getvariable('first_day') + n.no::INTEGER AS day
    FROM batch AS p
    CROSS JOIN range(getvariable('as_of') - getvariable('first_day') + 1) AS n (no)
    WHERE
        p.is_on_dialysis AND NOT p.is_planted AND p.insutype IS NOT NULL
        AND list_contains(
            CASE WHEN p.i % 2 = 0 THEN [1, 3, 5] ELSE [2, 4, 6] END,
            isodow(getvariable('first_day') + n.no::INTEGER)
        )
),

-- Half of Sunday's visits to physicians are made on the Friday before, in the same month: two
-- visits of a person are on two days.
shifted AS (
    SELECT
        * EXCLUDE (day),
        CASE
            WHEN kind <> '药店' AND isodow(day) = 7 AND day(day) > 2 AND roll('sunday', enc, 2) = 0
                THEN day - 2
            ELSE day
        END AS day
    FROM monthly
    UNION ALL
    SELECT * FROM dialysis
),

levelled AS (
    SELECT
        *,
        CASE
            WHEN kind = '药店' THEN 8
            WHEN kind = '慢病' THEN CASE WHEN roll('level', enc, 100) < 30 THEN 3
                                         WHEN roll('level', enc, 100) < 62 THEN 2 ELSE 1 END
            WHEN roll('level', enc, 100) < 24 THEN 3
            WHEN roll('level', enc, 100) < 48 THEN 2
            WHEN roll('level', enc, 100) < 86 THEN 1
            ELSE 0
        END AS lv
    FROM shifted
    WHERE
        day >= getvariable('first_day') AND day <= getvariable('as_of') AND day >= insu_from
        AND (insu_to IS NULL OR day < insu_to) AND (die_date IS NULL OR day <= die_date)
        AND NOT coalesce(day IN (idet_from, idet_to), FALSE)
        AND (kind IN ('慢病', '透析') OR chance('season', enc, season(day) * 0.8))
),

machine AS (
    SELECT inst_no, lv, row_number() OVER (ORDER BY inst_no) - 1 AS no, count(*) OVER () AS of
    FROM institution_draft
    WHERE machines > 0 AND kind = '医院' AND only_for IS NULL
)

SELECT
    l.enc, l.i, l.kind, l.day AS begins, 0 AS days, coalesce(m.inst_no, b.inst_no) AS inst_no,
    coalesce(k.diag_no, d.diag_no) AS diag_no, coalesce(m.lv, l.lv) AS lv, '' AS quirk,
    NULL AS dscg_way
FROM levelled AS l
INNER JOIN institution_slot AS i
    ON l.lv = i.lv AND l.town_no = i.town_no
    AND i.slot = CASE WHEN chance('faithful', l.enc, 70) THEN roll('own clinic', l.i, 100)
                      ELSE roll('clinic', l.enc, 100) END
INNER JOIN institution_branch AS b
    ON i.inst_no = b.base_no AND b.branch = roll('branch', l.i, 1000000) % b.of
LEFT JOIN diagnosis_slot AS d
    ON d.place = l.kind AND l.band = d.band AND l.gend = d.gend
    AND d.slot = CASE l.kind WHEN '慢病' THEN roll('chronic', l.i, 100)
                             ELSE roll('diagnosis', l.enc, 100) END
LEFT JOIN machine AS m ON l.kind = '透析' AND m.no = l.i % m.of
LEFT JOIN diagnosis AS k ON l.kind = '透析' AND k.code = 'N18.500'
WHERE
    coalesce(k.diag_no, d.diag_no) IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM stay AS s
        WHERE
            s.i = l.i
            -- Visits to a clinic shortly before and after a stay are part of it.
            AND l.day >= s.begins - CASE WHEN l.kind IN ('门诊', '慢病') THEN 3 ELSE 0 END
            AND l.day <= s.begins + s.days + CASE WHEN l.kind IN ('门诊', '慢病') THEN 3 ELSE 0 END
    )
    AND NOT EXISTS (
        SELECT 1 FROM suspension AS u
        WHERE
            u.inst_no = b.inst_no AND u.vali_flag = '1'
            AND l.day BETWEEN u.from_day AND u.to_day
    );

CREATE OR REPLACE TEMP TABLE encounter AS
WITH every AS (
    SELECT * FROM stay
    UNION ALL
    SELECT * FROM visit
    UNION ALL
    SELECT
        s.i * 4096 + s.step, s.i, s.kind, s.begins, s.days, s.inst_no, s.diag_no, t.lv, s.quirk,
        CASE
            WHEN contains(s.quirk, '医嘱转院') THEN '2'
            WHEN s.kind = '住院' THEN '1'
        END
    FROM planted_step AS s
    INNER JOIN batch AS p ON s.i = p.i
    INNER JOIN institution_draft AS t ON s.inst_no = t.inst_no
)

SELECT
    e.* EXCLUDE (quirk),
    split(e.quirk, ';') AS quirks,
    coalesce(
        d.med_type,
        CASE e.kind
            WHEN '住院' THEN '21'
            WHEN '门诊' THEN CASE WHEN list_contains(quirks, '急诊') THEN '13' ELSE '11' END
            WHEN '慢病' THEN '140104'
            WHEN '透析' THEN '140201'
            ELSE '41'
        END
    ) AS med_type,
    list_contains(quirks, '互联网')
    OR (NOT p.is_planted AND e.kind = '门诊' AND roll('channel', e.enc, 200) = 0) AS is_online,
    -- Minute of the day: clinics in the morning, refills after noon, pharmacies towards evening.
    CASE
        WHEN contains(e.quirk, '时刻')
            THEN TRY_CAST(regexp_extract(e.quirk, '时刻([0-9]+)', 1) AS INTEGER)
        WHEN e.kind = '透析' THEN 415 + roll('arrives', e.enc, 40)
        WHEN e.kind = '慢病' THEN 800 + roll('arrives', e.enc, 120)
        WHEN e.kind = '药店' THEN 970 + roll('arrives', e.enc, 330)
        ELSE 480 + roll('arrives', e.enc, CASE e.kind WHEN '住院' THEN 120 ELSE 210 END)
    END::INTEGER AS arrives,
    CASE e.kind WHEN '透析' THEN 260 WHEN '药店' THEN 12 ELSE 45 END AS minutes,
    CASE e.kind WHEN '透析' THEN
        row_number() OVER (PARTITION BY e.i, e.kind ORDER BY e.begins, e.enc)
    END AS session_no,
    -- A template is drawn once for all who have it.
    CASE WHEN list_contains(quirks, '模板') THEN 900000000000 + g.group_no ELSE e.enc END
        AS drawn_by,
    o.dr_code AS own_dr,
    CASE WHEN e.begins + e.days <= getvariable('as_of') THEN e.begins + e.days END AS ends,
    -- A stay is charged for every day but the last; who comes and goes on one day pays for it.
    greatest(1, least(e.days, date_diff('day', e.begins, getvariable('as_of'))))::INTEGER
        AS days_charged,
    p.gend,
    datesub('year', p.brdy, e.begins) AS age,
    datesub('year', p.brdy, e.begins + days_charged) AS age_after,
    p.insutype, p.psn_type, p.idet_type,
    coalesce(
        p.idet_vali = '1' AND e.begins >= p.idet_from
        AND (p.idet_to IS NULL OR e.begins <= p.idet_to), FALSE
    ) OR list_contains(quirks, '仍救助') AS is_entitled,
    CASE
        WHEN e.kind = '住院' AND coalesce(p.idet_type <> '03', TRUE)
            AND (e.days >= 28 OR contains(e.quirk, '分次结算'))
            THEN e.days // 2
    END AS interim_day,
    -- Treatment elsewhere: most is settled there and then, some brought home as paper.
    CASE
        WHEN e.lv <> 9 THEN '2'
        WHEN NOT p.is_planted AND p.idet_type IS NULL AND chance('paper', e.enc, 22) THEN '1'
        WHEN t.admdvs = '329900' THEN '3'
        ELSE '4'
    END AS pay_loc,
    list_contains(quirks, '无效') OR (NOT p.is_planted AND chance('void', e.enc, 0.15)) AS is_void,
    CASE
        WHEN list_contains(quirks, '退费撤销') THEN '撤销'
        WHEN list_contains(quirks, '退费') THEN '退费'
        WHEN p.is_planted OR e.days >= 28 OR NOT chance('refund', e.enc, 0.6) THEN '无'
        WHEN e.kind = '住院' AND chance('withdrawn', e.enc, 40) THEN '撤销'
        WHEN e.kind = '住院' OR chance('settled again', e.enc, 50) THEN '重结'
        ELSE '退费'
    END AS refund,
    CASE
        WHEN list_contains(quirks, '未救助') THEN '无'
        WHEN list_contains(quirks, '手工救助') THEN '手工'
        WHEN e.kind = '住院' AND NOT p.is_planted AND chance('paper aid', e.enc, 4) THEN '手工'
        ELSE '一站式'
    END AS aid_way
FROM every AS e
INNER JOIN batch AS p ON e.i = p.i
INNER JOIN diagnosis AS d ON e.diag_no = d.diag_no
INNER JOIN institution_draft AS t ON e.inst_no = t.inst_no
LEFT JOIN planted AS g ON e.i = g.i
LEFT JOIN planted_physician AS o ON e.i = o.i AND contains(e.quirk, '自有医师');
