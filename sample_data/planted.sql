-- The planted cases: each written once in planted_cases.csv, planted a few times over, each time
-- on persons of its own who have no other history. A case may need several persons who share its
-- first day, its institutions and, where they live together, an address or a village.
CREATE OR REPLACE TEMP TABLE planted AS
WITH copied AS (
    SELECT
        c.*, n.copy::INTEGER AS copy, m.member::INTEGER AS member,
        c.case_no::BIGINT * 100 + n.copy AS group_no,
        row_number() OVER (ORDER BY c.case_no::INTEGER, n.copy, m.member) - 1 AS place
    FROM csv_planted_cases AS c
    CROSS JOIN LATERAL range(least(getvariable('copies'), coalesce(c.times::BIGINT, 99))) AS n (copy)
    CROSS JOIN LATERAL range(coalesce(c.persons::BIGINT, 1)) AS m (member)
),

dated AS (
    SELECT
        *,
        CASE left(anchor, 1)
            -- A day of last year, or the Saturday before: S200.
            WHEN 'Y'
                THEN make_date(
                    year(getvariable('as_of')) - 1, anchor[2:3]::INTEGER, anchor[4:5]::INTEGER)
            WHEN 'S'
                THEN getvariable('as_of') - anchor[2:]::INTEGER
                    - ((isodow(getvariable('as_of') - anchor[2:]::INTEGER) + 1) % 7)::INTEGER
            ELSE getvariable('as_of')
                - coalesce(anchor::INTEGER, 170 + roll('anchor', group_no, 300))
        END AS first_day
    FROM copied
)

SELECT
    getvariable('persons') + place AS i,
    getvariable('persons') + min(place) OVER (PARTITION BY group_no) AS first_i,
    group_no, case_no, rule, verdict, note, copy, lives, told_by,
    left(who, 2) AS idet_type,
    CASE WHEN right(who, 1) = '-' THEN '0' ELSE '1' END AS idet_vali,
    insured,
    (first_day - copy * coalesce(apart::INTEGER, 0) + member * coalesce(stagger::INTEGER, 0))::DATE
        AS day0,
    die::INTEGER AS die, idet_from::INTEGER AS idet_from, idet_to::INTEGER AS idet_to, sex,
    -- So many years old, and so many days (-1: the birthday is tomorrow), on day0.
    CAST(day0 - to_years(age::INTEGER) AS DATE)
    - coalesce(age_days::INTEGER, roll('birthday', place, 300)) AS birth
FROM dated;

-- Pharmacies suspended for a while, each with no sale meanwhile but the planted ones: the fourth,
-- the fifth and the sixth half dozen; the suspensions of the last were never valid.
CREATE OR REPLACE TEMP TABLE store AS
SELECT inst_no, code, row_number() OVER (ORDER BY inst_no) - 1 AS no
FROM institution_draft
WHERE lv = 8 AND branch = 0 AND only_for IS NULL;

CREATE OR REPLACE TEMP TABLE suspension AS
SELECT
    inst_no, code, no % 6 AS copy,
    CASE no // 6 WHEN 3 THEN 6501 WHEN 4 THEN 6502 ELSE 6503 END AS group_no,
    getvariable('as_of') - CASE no // 6 WHEN 4 THEN 230 ELSE 140 END AS from_day,
    from_day + 45 AS to_day,
    CASE no // 6 WHEN 5 THEN '0' ELSE '1' END AS vali_flag
FROM store
WHERE no // 6 BETWEEN 3 AND 5 AND no % 6 < getvariable('copies');

-- 甲 and 乙: two hospitals of no group. 盟甲 and 盟乙: two of one group. 药店: any pharmacy.
-- 卫生院 and 诊所: any of the lowest level, and any of none. 透析 and 透析乙: two with machines;
-- 无机: one without. The others (only_for) serve planted cases only.
CREATE OR REPLACE TEMP TABLE planted_place AS
WITH named AS (
    SELECT '甲' AS place, inst_no FROM institution_draft
    WHERE lv = 2 AND mgtcode IS NULL AND zeal <= 112 AND only_for IS NULL
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
    WHERE
        lv = 8 AND only_for IS NULL AND inst_no NOT IN (SELECT u.inst_no FROM suspension AS u)
    UNION ALL
    SELECT '卫生院', inst_no FROM institution_draft
    WHERE lv = 1 AND mgtcode IS NULL AND natu = '1' AND only_for IS NULL
    UNION ALL
    SELECT '诊所', inst_no FROM institution_draft
    WHERE lv = 0 AND only_for IS NULL
    UNION ALL
    SELECT CASE WHEN face_from(inst_no) IS NULL THEN '无脸店' ELSE '刷脸店' END, inst_no
    FROM store
    WHERE inst_no NOT IN (SELECT u.inst_no FROM suspension AS u)
    UNION ALL
    SELECT '独店', min(inst_no) + 12 FROM store
    UNION ALL
    -- 店1 to 店9: six pharmacies each, the first copy of a case in the first, and so on.
    SELECT '店' || (1 + no // 6), inst_no FROM store
    UNION ALL
    SELECT CASE lv WHEN 3 THEN '透析' ELSE '透析乙' END, inst_no FROM institution_draft
    WHERE lv IN (2, 3) AND machines > 0 AND only_for IS NULL
    UNION ALL
    SELECT '无机', inst_no FROM institution_draft
    WHERE lv = 2 AND machines = 0 AND mgtcode IS NULL AND only_for IS NULL
    UNION ALL
    SELECT '外地', inst_no FROM institution_draft
    WHERE kind = '外地'
    UNION ALL
    SELECT only_for, inst_no FROM institution_draft
    WHERE only_for IS NOT NULL
)

SELECT
    place, inst_no,
    row_number() OVER (PARTITION BY place ORDER BY inst_no) - 1 AS no,
    count(*) OVER (PARTITION BY place) AS of
FROM named;

-- A step may be repeated: again times in all, every so many days.
CREATE OR REPLACE TEMP TABLE planted_step AS
SELECT
    p.i, p.rule, p.case_no, (e.step::INTEGER + a.no)::INTEGER AS step, e.kind,
    (p.day0 + e.day::INTEGER + (a.no * coalesce(e.every::INTEGER, 0))::INTEGER)::DATE AS begins,
    e.days::INTEGER AS days, l.inst_no, d.diag_no, coalesce(e.quirk, '') AS quirk
FROM csv_planted_encounters AS e
INNER JOIN planted AS p ON e.case_no = p.case_no
INNER JOIN planted_place AS l
    ON e.place = l.place
    AND l.no = CASE WHEN e.place LIKE '店_' THEN p.copy
                    ELSE roll('planted place', p.group_no, 1000) END % l.of
INNER JOIN diagnosis AS d ON e.diag = d.code
CROSS JOIN LATERAL range(coalesce(e.again::BIGINT, 1)) AS a (no);

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
SELECT p.i, a.rule, a.verdict, coalesce(a.note, p.note) AS note
FROM csv_planted_also AS a
INNER JOIN planted AS p ON a.case_no = p.case_no;
