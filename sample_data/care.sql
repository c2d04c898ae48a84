-- Long-term care: the disabled aged are assessed twice within two years by pairs of assessors; who
-- is of level 3 or more is cared for at home or in an institution, visit by visit.
CREATE OR REPLACE TEMP TABLE assessor AS
SELECT
    n.no // 2 AS pair_no, 1 + n.no % 2 AS seat,
    CASE (n.no // 2) % 2 WHEN 0 THEN 'C00000000007' ELSE 'C00000000008' END AS org_code,
    s.word || g1.word || g2.word AS name
FROM range(20 * greatest(1, round(getvariable('scale') / 5))::BIGINT + 2) AS n (no)
INNER JOIN word AS s ON s.part = 'surname' AND s.no = n.no % 60
INNER JOIN word AS g1 ON g1.part = 'given1' AND g1.no = n.no // 60 % 29
INNER JOIN word AS g2 ON g2.part = 'given2' AND g2.no = roll('assessor', n.no, 30);

-- One pair in ten raises most of those it sees again. The last pair does, too, but is new and has
-- seen too few to tell.
CREATE OR REPLACE TEMP TABLE care_person AS
WITH team AS (
    SELECT
        max(pair_no) AS pairs,
        greatest(max(pair_no) * 11, round(140 * getvariable('scale')))::BIGINT AS wanted
    FROM assessor
),

aged AS (
    SELECT
        i, psn_no, certno, town_no, vil_name, die_date,
        row_number() OVER (ORDER BY hash(getvariable('seed'), 'assessed', i), i) - 1 AS place
    FROM person
    WHERE
        NOT is_planted AND years >= 60 AND insu_stas <> '2'
        AND coalesce(die_date > getvariable('as_of') - 60, TRUE)
        AND insu_from < getvariable('first_day')
),

paired AS (
    SELECT
        a.*, t.pairs,
        CASE WHEN a.place < t.wanted THEN a.place % t.pairs ELSE t.pairs END AS pair_no,
        CASE WHEN a.place < t.wanted THEN a.place // t.pairs ELSE a.place - t.wanted END AS turn,
        getvariable('as_of') - 70 - roll('seen again', a.i, 280) AS again_on
    FROM aged AS a
    INNER JOIN team AS t ON a.place < t.wanted + 9
),

judged AS (
    SELECT
        *,
        CASE
            WHEN pair_no = pairs THEN turn < 8
            WHEN pair_no % 10 = 0 THEN turn % 10 < 7
            ELSE turn % [5, 6, 8][1 + pair_no % 3] = 2
        END AS is_raised,
        -- On Fridays instead of at the weekend.
        again_on - greatest(isodow(again_on) - 5, 0)::INTEGER AS second_on,
        again_on - 196 - roll('seen first', i, 360) AS first_on,
        [0, 1, 1, 1, 2, 2, 2, 3, 3, 4][1 + roll('level', i, 10)] AS lv
    FROM paired
)

SELECT
    *,
    CASE WHEN is_raised THEN lv + 1 WHEN chance('better', i, 8) THEN greatest(lv - 1, 0) ELSE lv END
        AS second_lv
FROM judged;

CREATE OR REPLACE TEMP TABLE assessment AS
WITH planted_one AS (
    SELECT
        p.i, p.case_no, a.no::INTEGER AS no, p.day0 + a.day::INTEGER AS on_day,
        a.lv::INTEGER AS lv, a.org, a.quirk
    FROM planted AS p
    INNER JOIN csv_planted_assessments AS a ON p.case_no = a.case_no
    UNION ALL
    SELECT p.i, p.case_no, 1, p.day0 - 90, 3, 'C00000000007', NULL
    FROM planted AS p
    WHERE
        p.case_no IN (SELECT case_no FROM csv_planted_visits)
        AND p.case_no NOT IN (SELECT case_no FROM csv_planted_assessments)
),

every AS (
    SELECT
        i, 1 AS no, first_on AS on_day, lv, pair_no, org_code, '1' AS vali_flag,
        max(CASE seat WHEN 1 THEN name END) AS name1, max(CASE seat WHEN 2 THEN name END) AS name2
    FROM care_person INNER JOIN assessor USING (pair_no)
    GROUP BY ALL
    UNION ALL
    SELECT
        i, 2, second_on, second_lv, pair_no, org_code, '1',
        max(CASE seat WHEN 1 THEN name END), max(CASE seat WHEN 2 THEN name END)
    FROM care_person INNER JOIN assessor USING (pair_no)
    GROUP BY ALL
    UNION ALL
    SELECT
        o.i, o.no, o.on_day, o.lv, NULL, o.org, CASE o.quirk WHEN '无效' THEN '0' ELSE '1' END,
        s.word || '望' || g.word, s.word || '知' || g.word
    FROM planted_one AS o
    INNER JOIN word AS s ON s.part = 'surname' AND s.no = roll('assesses', o.i, 60)
    INNER JOIN word AS g ON g.part = 'given2' AND g.no = roll('assesses too', o.i, 30)
)

SELECT
    *, '329981V' || number_text(i, 9) || '-' || no AS asmt_id, on_day + 15 AS from_day,
    lead(on_day + 15) OVER (PARTITION BY i ORDER BY no) AS next_from
FROM every;

INSERT INTO ltc_asmt_d BY NAME
SELECT
    a.asmt_id AS ltc_asmt_id, '329981W' || number_text(a.i, 9) || '-' || a.no AS appy_no, p.psn_no,
    p.certno, '410' AS insutype, a.on_day - 12 AS appy_date, a.on_day - 9 AS accp_date,
    CASE a.no WHEN 1 THEN '初评' ELSE '复评' END AS appy_type, a.org_code AS asmt_org_code,
    o.name AS asmt_org_name, a.name1 AS asmt_psn1_name, a.name2 AS asmt_psn2_name,
    a.on_day AS asmt_date,
    least(100, 96 - 18 * a.lv + roll('daily living', a.i, 5)) AS adl_scr,
    16 - 2 * a.lv - roll('cognition', a.i, 4) AS cogn_scr,
    12 - a.lv - roll('senses', a.i, 4) AS sens_comm_scr,
    least(3, (a.lv + 1) // 2)::VARCHAR AS adl_lv, least(3, a.lv // 2)::VARCHAR AS cogn_lv,
    least(3, a.lv // 2)::VARCHAR AS sens_comm_lv, a.lv::VARCHAR AS ltc_disa_lv,
    a.on_day + 5 AS pub_begndate, a.on_day + 11 AS pub_enddate, a.on_day + 13 AS cncl_date,
    a.from_day AS trt_begndate, a.from_day + 729 AS trt_enddate, '0' AS rchk_flag,
    200 AS asmt_fee, a.vali_flag
FROM assessment AS a
INNER JOIN person AS p ON a.i = p.i
INNER JOIN csv_institutions AS o ON a.org_code = o.code
ORDER BY ltc_asmt_id;

-- Homes lie within some six kilometres of each other in a town. Up to eight persons of a town share
-- a caregiver: four a day, on every other day, with half an hour and more between two visits.
CREATE OR REPLACE TEMP TABLE cared_for AS
WITH served AS (
    SELECT
        c.i, c.town_no, c.die_date, c.psn_no, chance('in a home', c.i, 15) AS is_inmate,
        list_position(t.villages, c.vil_name) AS village_no,
        row_number() OVER (
            PARTITION BY chance('in a home', c.i, 15), c.town_no ORDER BY c.vil_name, c.i
        ) - 1 AS place
    FROM care_person AS c
    INNER JOIN town AS t ON c.town_no = t.town_no
    WHERE greatest(c.lv, c.second_lv) >= 3
),

provider AS (
    SELECT
        code, kind, right(code, 2)::INTEGER AS org_no,
        row_number() OVER (PARTITION BY kind = '养老' ORDER BY code) - 1 AS no,
        count(*) OVER (PARTITION BY kind = '养老') AS of
    FROM csv_institutions
    WHERE kind IN ('护理', '居家', '养老')
)

SELECT
    s.i, s.psn_no, s.die_date, s.is_inmate, p.code AS org_code, s.place % 4 AS slot,
    s.place // 4 % 2 AS shift,
    'N329981' || CASE WHEN s.is_inmate THEN '8' ELSE '0' END || number_text(s.town_no, 2)
        || number_text(s.place // 8, 3) AS caregiver_code,
    -- Millionths of a degree.
    104200000 + s.town_no % 4 * 50000 + CASE WHEN s.is_inmate THEN 0 ELSE
        s.village_no * 6000 + roll('home east', s.i, 6000) END AS lnt,
    27800000 + s.town_no // 4 * 50000 + CASE WHEN s.is_inmate THEN 0 ELSE
        roll('village', s.town_no * 10 + s.village_no, 30000) + roll('home north', s.i, 6000) END
        AS lat
FROM served AS s
INNER JOIN provider AS p ON (p.kind = '养老') = s.is_inmate AND p.no = s.town_no % p.of;

CREATE OR REPLACE TEMP TABLE care_visit_draft AS
WITH plan AS (
    SELECT
        c.*, a.asmt_id, a.from_day, a.next_from, h.plan,
        [d + c.shift FOR d IN h.days] AS days
    FROM cared_for AS c
    INNER JOIN assessment AS a ON c.i = a.i AND a.lv >= 3
    INNER JOIN (
        VALUES
        (1, 60, [1, 2, 3, 4, 5, 6, 7, 0]), (2, 120, [1, 5]), (3, 90, [1, 3, 5]),
        (4, 120, [1, 3, 5]), (5, 90, [1, 3, 5, 7])
    ) AS h (no, plan, days)
        ON h.no = CASE
            WHEN c.is_inmate THEN 1
            WHEN a.lv = 3 THEN 2 + roll('how often', c.i, 2)
            -- Four visits a week leave no day for another four persons.
            ELSE 4 + CASE WHEN c.shift = 0 THEN roll('how often', c.i, 2) ELSE 0 END
        END
),

stay_of AS (
    SELECT psn_no, begntime::DATE AS begins, coalesce(endtime::DATE, getvariable('as_of')) AS ends
    FROM mdtrt_d
    WHERE med_type = '21' AND psn_no IN (SELECT psn_no FROM cared_for)
),

visited AS (
    SELECT p.*, getvariable('as_of') - b.back::INTEGER AS on_day
    FROM plan AS p
    INNER JOIN range(365) AS b (back)
        ON
            getvariable('as_of') - b.back::INTEGER >= p.from_day
            AND coalesce(getvariable('as_of') - b.back::INTEGER < p.next_from, TRUE)
            AND coalesce(getvariable('as_of') - b.back::INTEGER < p.die_date, TRUE)
            AND list_contains(p.days, isodow(getvariable('as_of') - b.back::INTEGER))
),

numbered AS (
    SELECT
        v.*, v.i * 1000 + (getvariable('as_of') - v.on_day) AS roll_no,
        row_number() OVER (PARTITION BY v.i ORDER BY v.on_day) AS no
    FROM visited AS v
    WHERE NOT EXISTS (
        SELECT 1 FROM stay_of AS s
        WHERE s.psn_no = v.psn_no AND v.on_day BETWEEN s.begins AND s.ends
    )
),

planted_one AS (
    SELECT
        p.i, p.case_no, p.day0 + d.day::INTEGER AS on_day, v.* EXCLUDE (case_no, file_row),
        p.copy,
        left(v.at, 2)::INTEGER * 60 + right(v.at, 2)::INTEGER AS minute_no
    FROM planted AS p
    INNER JOIN csv_planted_visits AS v ON p.case_no = v.case_no
    CROSS JOIN LATERAL range(v.day_from::INTEGER, v.day_to::INTEGER + 1, v.step::INTEGER) AS d (day)
)

SELECT
    i, on_day, org_code, caregiver_code, asmt_id, CASE WHEN is_inmate THEN '33' ELSE '32' END AS way,
    [480, 645, 840, 1005][1 + slot] + roll('comes', roll_no, 11) AS minute_no, plan,
    plan - 4 + roll('stays', roll_no, 11) AS mins,
    -- Now and then the telephone has no reception.
    NOT is_inmate AND no % 25 = 24 AS is_unsigned,
    lnt + roll('sign east', roll_no, 601) - 300 AS in_lnt,
    lat + roll('sign north', roll_no, 601) - 300 AS in_lat,
    '' AS quirk, NULL AS rule, NULL AS verdict, NULL AS note
FROM numbered
UNION ALL
SELECT
    o.i, o.on_day, o.org, 'N3299819' || o.carer || o.copy, a.asmt_id, o.way, o.minute_no,
    o.plan::INTEGER, o.mins::INTEGER, o.metres = '无', 104300000,
    -- A kilometre north is 8993 millionths of a degree.
    27900000 + (o.km::INTEGER * 1000 + coalesce(TRY_CAST(o.metres AS INTEGER), 0)) * 8993 // 1000,
    coalesce(o.quirk, ''), o.rule, o.verdict, o.note
FROM planted_one AS o
LEFT JOIN assessment AS a
    ON o.i = a.i AND o.on_day >= a.from_day AND coalesce(o.on_day < a.next_from, TRUE);

INSERT INTO ltc_serv_d BY NAME
WITH written AS (
    SELECT *, 1 AS way_of, '' AS mark FROM care_visit_draft
    UNION ALL
    SELECT *, -1, 'R' FROM care_visit_draft WHERE quirk = '冲销'
),

charged AS (
    SELECT
        w.*, p.psn_no, w.plan * 5000 // 60 AS amount,
        part_of(w.plan * 5000 // 60, CASE w.way WHEN '33' THEN 7000 ELSE 9000 END) AS fund,
        roll('sign out', w.i * 1000 + dayofyear(w.on_day), 201) - 100 AS moved,
        on_day + INTERVAL (w.minute_no) MINUTE AS begins
    FROM written AS w
    INNER JOIN person AS p ON w.i = p.i
)

SELECT
    '329981L' || number_text(c.i, 9) || strftime(c.begins, '%Y%m%d%H%M') || c.mark AS ltc_serv_id,
    c.psn_no, c.asmt_id AS ltc_asmt_id, c.org_code AS ltc_medins_code, c.caregiver_code,
    s.word || g.word || '梅' AS caregiver_name, c.way AS ltc_serv_way,
    CASE c.way WHEN '33' THEN 'L3299810000000201' ELSE 'L3299810000000101' END AS ltc_item_codg,
    CASE c.way WHEN '33' THEN '机构日常照护' ELSE '居家上门照护' END AS ltc_item_name,
    c.begins AS serv_begntime, c.begins + INTERVAL (c.mins) MINUTE AS serv_endtime,
    c.mins AS serv_mins,
    CASE WHEN NOT c.is_unsigned THEN (c.in_lnt / 1000000)::DECIMAL(10, 6)::VARCHAR END AS sign_in_lnt,
    CASE WHEN NOT c.is_unsigned THEN (c.in_lat / 1000000)::DECIMAL(10, 6)::VARCHAR END AS sign_in_lat,
    CASE WHEN NOT c.is_unsigned THEN ((c.in_lnt + c.moved) / 1000000)::DECIMAL(10, 6)::VARCHAR END
        AS sign_out_lnt,
    CASE WHEN NOT c.is_unsigned THEN ((c.in_lat - c.moved) / 1000000)::DECIMAL(10, 6)::VARCHAR END
        AS sign_out_lat,
    CASE WHEN c.is_unsigned THEN '0' ELSE '1' END AS face_chk_flag, '1' AS psn_cfm_flag,
    c.way_of AS cnt, yuan(c.amount) AS pric, yuan(c.way_of * c.amount) AS det_item_fee_sumamt,
    yuan(c.way_of * c.fund) AS fund_payamt, yuan(c.way_of * (c.amount - c.fund)) AS psn_pay,
    strftime(c.begins, '%Y%m') AS cashym, c.plan AS plan_mins,
    CASE c.quirk WHEN '无效' THEN '0' ELSE '1' END AS vali_flag
FROM charged AS c
INNER JOIN word AS s
    ON s.part = 'surname' AND s.no = hash(c.caregiver_code, 'surname') % 60
INNER JOIN word AS g ON g.part = 'given1' AND g.no = hash(c.caregiver_code, 'given') % 30
ORDER BY c.begins, ltc_serv_id;

INSERT INTO planted_answer
SELECT DISTINCT rule, verdict, 'subject_id', caregiver_code || '|' || on_day, note
FROM care_visit_draft
WHERE rule IS NOT NULL
UNION ALL
SELECT DISTINCT rule, verdict, 'subject_id', subject, note
FROM csv_planted_assessments
WHERE rule IS NOT NULL
UNION ALL
SELECT
    'R77b', CASE WHEN pair_no % 10 = 0 AND pair_no < pairs THEN 'must' ELSE 'must_not' END,
    'subject_id', org_code || '|' || name,
    CASE WHEN pair_no < pairs THEN '重新评估中七成上升' ELSE '重新评估不足10次' END
FROM (SELECT *, max(pair_no) OVER () AS pairs FROM assessor)
WHERE pair_no % 10 = 0 OR pair_no = pairs;
