-- Physicians of the hospitals: insured persons of the district as far as they go, some suspended.
INSERT INTO dr_info_b BY NAME
WITH employed AS (
    SELECT
        psn_no, psn_name,
        row_number() OVER (ORDER BY hash(getvariable('seed'), 'employed', i), i) AS no
    FROM person
    WHERE
        NOT is_planted AND insutype = '310' AND insu_stas = '1' AND years BETWEEN 25 AND 58
),

post AS (
    SELECT
        i.code, i.name, i.admdvs, r.doctors_before + d.no AS dr_no,
        row_number() OVER (ORDER BY i.only_for IS NULL, i.inst_no, d.no) AS no
    FROM institution_draft AS i
    INNER JOIN doctor_range AS r ON i.inst_no = r.inst_no
    CROSS JOIN LATERAL range(r.doctors) AS d (no)
    WHERE i.kind = '医院'
)

SELECT
    'D329981' || number_text(i.dr_no, 6) AS dr_code, e.psn_no,
    coalesce(e.psn_name, s.word || g1.word || g2.word) AS dr_name,
    '1' AS dr_prac_type, '0' AS mul_prac_flag,
    i.code AS main_pracins_no, i.name AS main_pracins_name, i.code AS medins_code,
    i.name AS medins_name, '1' AS prac_stas, '1' AS psn_stas,
    TIMESTAMP '2016-01-01' AS cntr_begntime, i.admdvs, '1' AS vali_flag
FROM post AS i
INNER JOIN word AS s ON s.part = 'surname' AND s.no = roll('doctor surname', i.dr_no, 60)
INNER JOIN word AS g1 ON g1.part = 'given1' AND g1.no = roll('doctor given1', i.dr_no, 30)
INNER JOIN word AS g2 ON g2.part = 'given2' AND g2.no = roll('doctor given2', i.dr_no, 30)
LEFT JOIN employed AS e ON i.no = e.no
ORDER BY dr_code;

-- A physician of most hospitals is suspended for half a year, and bills nothing.
CREATE OR REPLACE TEMP TABLE physician_draft AS
SELECT
    (800000 + inst_no)::INTEGER AS dr_no, inst_no, NULL AS i, FALSE AS is_patient,
    '0' AS mul_prac_flag, NULL::DATE AS left_on,
    getvariable('as_of') - 120 - roll('suspended', inst_no, 400) AS paus_from,
    getvariable('as_of') + 60 - roll('suspended', inst_no, 400) AS paus_to, '1' AS paus_vali
FROM institution_draft
WHERE kind = '医院' AND lv >= 2 AND only_for IS NULL
UNION ALL
-- The physicians of planted cases: one for the case, or each of its persons is one.
SELECT
    900000 + dense_rank() OVER (
        ORDER BY p.group_no, CASE WHEN d.each_person = '1' THEN p.i ELSE p.first_i END
    ),
    l.inst_no, p.i, d.each_person = '1', coalesce(d.several_sites, '0'),
    p.day0 + d.left_after::INTEGER, p.day0 + d.paus_from::INTEGER, p.day0 + d.paus_to::INTEGER,
    coalesce(d.paus_vali, '1')
FROM csv_planted_physicians AS d
INNER JOIN planted AS p ON d.case_no = p.case_no
INNER JOIN planted_place AS l
    ON d.site = l.place AND l.no = roll('planted place', p.group_no, 1000) % l.of;

CREATE OR REPLACE TEMP TABLE planted_physician AS
SELECT i, 'D329981' || number_text(dr_no, 6) AS dr_code
FROM physician_draft
WHERE i IS NOT NULL;

INSERT INTO dr_info_b BY NAME
SELECT
    'D329981' || number_text(d.dr_no, 6) AS dr_code,
    CASE WHEN d.is_patient THEN p.psn_no END AS psn_no,
    coalesce(CASE WHEN d.is_patient THEN p.psn_name END, s.word || g.word) AS dr_name,
    '1' AS dr_prac_type, d.mul_prac_flag, n.code AS main_pracins_no, n.name AS main_pracins_name,
    n.code AS medins_code, n.name AS medins_name, '1' AS prac_stas, '1' AS psn_stas,
    TIMESTAMP '2016-01-01' AS cntr_begntime, d.left_on AS nemp_time, n.admdvs, '1' AS vali_flag
FROM (SELECT DISTINCT ON (dr_no) * FROM physician_draft ORDER BY dr_no, i) AS d
INNER JOIN institution_draft AS n ON d.inst_no = n.inst_no
INNER JOIN word AS s ON s.part = 'surname' AND s.no = roll('doctor surname', d.dr_no, 60)
INNER JOIN word AS g ON g.part = 'given1' AND g.no = roll('doctor given1', d.dr_no, 30)
LEFT JOIN person AS p ON d.i = p.i
ORDER BY dr_code;

INSERT INTO dr_paus_d BY NAME
SELECT DISTINCT
    'D329981' || number_text(dr_no, 6) AS dr_code, '1' AS paus_type, paus_from AS begntime,
    paus_to AS endtime, paus_vali AS vali_flag
FROM physician_draft
WHERE paus_from IS NOT NULL
ORDER BY dr_code;
