-- The planted cases: each written once in planted_cases.csv, planted a few times over, each time
-- on a person of its own who has no other history.
CREATE OR REPLACE TEMP TABLE planted AS
WITH copies AS (
    SELECT
        c.*, n.copy,
        row_number() OVER (ORDER BY c.file_row, n.copy) - 1 AS place
    FROM csv_planted_cases AS c
    CROSS JOIN LATERAL range(getvariable('copies')) AS n (copy)
)

SELECT
    getvariable('persons') + place AS i,
    case_no, rule, verdict, note, copy,
    left(who, 2) AS idet_type,
    CASE WHEN right(who, 1) = '-' THEN '0' ELSE '1' END AS idet_vali,
    insured,
    getvariable('as_of') - coalesce(
        anchor::INTEGER, 170 + roll('anchor', place, 300)
    ) AS day0,
    die::INTEGER AS die, idet_from::INTEGER AS idet_from, idet_to::INTEGER AS idet_to, sex,
    -- So many years old, and so many days (-1: the birthday is tomorrow), on day0.
    CAST(day0 - to_years(age::INTEGER) AS DATE)
    - coalesce(age_days::INTEGER, roll('birthday', place, 300)) AS birth
FROM copies;

-- Pharmacies suspended for a while, each with no sale meanwhile but the planted ones: the fourth,
-- the fifth and the sixth half dozen; the suspensions of the last were never valid.
CREATE OR REPLACE TEMP TABLE suspension AS
WITH store AS (
    SELECT inst_no, code, row_number() OVER (ORDER BY inst_no) - 1 AS no
    FROM institution_draft
    WHERE lv = 8 AND branch = 0
)

SELECT
    inst_no, code, no % 6 AS copy,
    CASE no // 6 WHEN 3 THEN 6501 WHEN 4 THEN 6502 ELSE 6503 END AS group_no,
    getvariable('as_of') - CASE no // 6 WHEN 4 THEN 230 ELSE 140 END AS from_day,
    from_day + 45 AS to_day,
    CASE no // 6 WHEN 5 THEN '0' ELSE '1' END AS vali_flag
FROM store
WHERE no // 6 BETWEEN 3 AND 5 AND no % 6 < getvariable('copies');

-- 甲 and 乙: two hospitals of no group. 盟甲 and 盟乙: two of one group. 药店: any pharmacy.
-- 卫生院 and 诊所: any of the lowest level, and any of none.
CREATE OR REPLACE TEMP TABLE planted_place AS
WITH named AS (
    SELECT '甲' AS place, inst_no FROM institution_draft
    WHERE lv = 2 AND mgtcode IS NULL AND zeal <= 112
    UNION ALL
    SELECT '乙', inst_no FROM institution_draft
    WHERE lv = 3 AND mgtcode = 'G329981002'
    UNION ALL
    SELECT '盟甲', inst_no FROM institution_draft
    WHERE lv = 3 AND mgtcode = 'G329981001'
    UNION ALL
    SELECT '盟乙', inst_no FROM institution_draft
    WHERE lv = 2 AND mgtcode = 'G329981001'
    UNION ALL
    SELECT '药店', inst_no FROM institution_draft
    WHERE lv = 8 AND inst_no NOT IN (SELECT u.inst_no FROM suspension AS u)
    UNION ALL
    SELECT c.place, i.inst_no
    FROM institution_draft AS i
    INNER JOIN csv_closed_institutions AS c ON i.code = c.code
    UNION ALL
    SELECT '卫生院', inst_no FROM institution_draft
    WHERE lv = 1 AND mgtcode IS NULL AND natu = '1'
    UNION ALL
    SELECT '诊所', inst_no FROM institution_draft
    WHERE lv = 0
    UNION ALL
    SELECT CASE WHEN face_from(inst_no) IS NULL THEN '无脸店' ELSE '刷脸店' END, inst_no
    FROM institution_draft
    WHERE lv = 8 AND branch = 0 AND inst_no NOT IN (SELECT u.inst_no FROM suspension AS u)
    UNION ALL
    SELECT '独店', min(inst_no) + 12 FROM institution_draft
    WHERE lv = 8 AND branch = 0
    UNION ALL
    -- 店1 to 店9: six pharmacies each, the first copy of a case in the first, and so on.
    SELECT '店' || (1 + (row_number() OVER (ORDER BY inst_no) - 1) // 6), inst_no
    FROM institution_draft
    WHERE lv = 8 AND branch = 0
)

SELECT
    place, inst_no,
    row_number() OVER (PARTITION BY place ORDER BY inst_no) - 1 AS no,
    count(*) OVER (PARTITION BY place) AS of
FROM named;

CREATE OR REPLACE TEMP TABLE planted_step AS
SELECT
    p.i, p.rule, p.case_no, e.step::INTEGER AS step, e.kind, p.day0 + e.day::INTEGER AS begins,
    e.days::INTEGER AS days, l.inst_no, d.diag_no, coalesce(e.quirk, '') AS quirk
FROM csv_planted_encounters AS e
INNER JOIN planted AS p ON e.case_no = p.case_no
INNER JOIN planted_place AS l
    ON e.place = l.place
    AND l.no = CASE WHEN e.place LIKE '店_' THEN p.copy
                    ELSE roll('planted place', p.i, 1000) END % l.of
INNER JOIN diagnosis AS d ON e.diag = d.code;

-- What is odd about the assistance of a planted encounter: paid beyond the standard (cents), paid
-- some working days after it was applied for, an invoice of another encounter (0: only zeros).
CREATE OR REPLACE TEMP TABLE planted_aid AS
SELECT
    p.i * 4096 + a.step::INTEGER AS enc,
    (a.extra::DECIMAL(10, 2) * 100)::BIGINT AS extra,
    a.workdays::INTEGER AS workdays,
    CASE a.invoice_case WHEN '0' THEN 0 ELSE o.i * 4096 + a.invoice_step::INTEGER END
        AS invoice_enc
FROM csv_planted_aid AS a
INNER JOIN planted AS p ON a.case_no = p.case_no
LEFT JOIN planted AS o ON a.invoice_case = o.case_no AND o.copy = p.copy;

-- A case that another rule finds as well.
CREATE OR REPLACE TEMP TABLE planted_also AS
SELECT p.i, a.rule, a.verdict, p.note
FROM csv_planted_also AS a
INNER JOIN planted AS p ON a.case_no = p.case_no;
