-- Chance without chance: every figure of the district is a hash of the seed, a stream and a row
-- number, so that the same seed, scale and date give the same rows on any number of threads.
CREATE OR REPLACE TEMP MACRO roll(stream, i, n) AS
    (hash(getvariable('seed'), stream, i) % n)::INTEGER;
-- Of n the first are the largest, as towns and employers are.
CREATE OR REPLACE TEMP MACRO skewed_roll(stream, i, n) AS
    (roll(stream, i, 1000)::BIGINT * roll(stream, i, 1000) * n // 1000000)::INTEGER;
CREATE OR REPLACE TEMP MACRO chance(stream, i, percent) AS
    hash(getvariable('seed'), stream, i) % 10000 < percent * 100;
-- Roughly normal, mean 0, deviation 1: the sum of three dice, which is the same on every machine.
CREATE OR REPLACE TEMP MACRO bell(stream, i) AS
    (roll(stream || '1', i, 1001) + roll(stream || '2', i, 1001) + roll(stream || '3', i, 1001)
     - 1500) / 500.0;
CREATE OR REPLACE TEMP MACRO number_text(n, width) AS lpad(n::VARCHAR, width, '0');
CREATE OR REPLACE TEMP MACRO yuan(cents) AS
    (cents::DECIMAL(18, 0) * 0.01::DECIMAL(3, 2))::DECIMAL(16, 2);
-- Cents times a share in ten-thousandths, rounded half away from zero.
CREATE OR REPLACE TEMP MACRO part_of(cents, share) AS
    (sign(cents) * ((abs(cents) * share + 5000) // 10000))::BIGINT;

-- A bill's number: no two bills of any size of district share one.
CREATE OR REPLACE TEMP MACRO invoice_no(enc, part, copy) AS
    number_text(((enc * 2 + part) * 3 + copy)::BIGINT * 3000019 % 1000000000000, 12);
-- Employers are numbered from 0, those paid from the treasury first.
CREATE OR REPLACE TEMP MACRO public_employers() AS
    greatest(12, round(40 * getvariable('scale'))::INTEGER);
CREATE OR REPLACE TEMP MACRO private_employers() AS
    greatest(30, round(300 * getvariable('scale'))::INTEGER);
-- The day from which a pharmacy looks at its customers' faces; three in ten never do.
CREATE OR REPLACE TEMP MACRO face_from(inst_no) AS
    CASE WHEN roll('has face', inst_no, 10) < 7
        THEN getvariable('as_of') - 300 - roll('face from', inst_no, 200) END;

CREATE OR REPLACE TEMP TABLE word AS
SELECT part, unnest(split(words, ';')) AS word, generate_subscripts(split(words, ';'), 1) - 1 AS no
FROM csv_names;

CREATE OR REPLACE TEMP TABLE town AS
SELECT
    town_no::INTEGER AS town_no,
    town_name,
    split(villages, ';') AS villages,
    sum(share::INTEGER) OVER (ORDER BY town_no::INTEGER) - share::INTEGER AS share_from,
    sum(share::INTEGER) OVER (ORDER BY town_no::INTEGER) AS share_to
FROM csv_towns;

CREATE OR REPLACE TEMP TABLE item AS
SELECT
    row_number() OVER (ORDER BY file_row)::INTEGER AS menu_no,
    code, name, list_type, chrg_type, chrg_lv, role,
    selfpay_bp::INTEGER AS selfpay_bp,
    (price::DECIMAL(10, 2) * 100)::BIGINT AS price_c,
    (uplmt::DECIMAL(10, 2) * 100)::BIGINT AS uplmt_c,
    split(place, ';') AS places,
    split(tags, ';') AS tags,
    chance::INTEGER AS chance,
    cnt_from::INTEGER AS cnt_from,
    cnt_to::INTEGER AS cnt_to,
    supply_days::INTEGER AS supply_days,
    coalesce(min_lv::INTEGER, 0) AS min_lv,
    -- What its knowledge point allows, so that ordinary business never breaks a limit.
    sex,
    age_from::INTEGER AS age_from,
    age_to::INTEGER AS age_to,
    coalesce(offline_only = '1', FALSE) AS offline_only,
    -- Charged only in every so many-th slot of sixty days, or month, of a person.
    every::INTEGER AS every,
    coalesce(per_day::INTEGER, 1) AS per_day,
    beside,
    split(after_items, ';') AS after_items
FROM csv_items;

-- Role 附带: charged on the day of another item, and only with it.
CREATE OR REPLACE TEMP TABLE beside AS
SELECT m.menu_no AS main_no, b.menu_no, b.chance, b.cnt_from, b.cnt_to
FROM item AS b
INNER JOIN item AS m ON b.beside = m.code
WHERE b.role = '附带';

-- Second-line drugs, and the first-line drugs one of which must have been used before.
CREATE OR REPLACE TEMP TABLE first_line AS
SELECT s.menu_no, f.menu_no AS first_no
FROM item AS s
INNER JOIN item AS f ON list_contains(s.after_items, f.code);

CREATE OR REPLACE TEMP TABLE diagnosis AS
SELECT
    row_number() OVER (ORDER BY file_row)::INTEGER AS diag_no,
    code, name, dept, sex, med_type,
    los::INTEGER AS los,
    age_from::INTEGER AS age_from,
    age_to::INTEGER AS age_to,
    {'3': w3::INTEGER, '2': w2::INTEGER, '1': w1::INTEGER, '门诊': w_op::INTEGER,
     '慢病': w_chronic::INTEGER, '药店': w_shop::INTEGER} AS weights,
    list_append(
        list_append(list_append(split(tags, ';'), '*'), code),
        CASE
            WHEN contains(tags, '康复理疗') THEN '康复日'
            WHEN contains(tags, '精神') THEN '精神日'
            ELSE '输液日'
        END
    ) AS tags
FROM csv_diagnoses;

-- What may be charged for a diagnosis in a place: on every day (每日), or with some chance once
-- (单次), on the first days of a stay (疗程), by the hour (按时), on its last day to be taken home
-- (带药); in dialysis once in so many sessions (定检).
CREATE OR REPLACE TEMP TABLE menu AS
WITH offered AS (
    SELECT *, unnest(places) AS place
    FROM item
    WHERE role IN ('单次', '每日', '疗程', '按时', '带药', '定检')
)

SELECT d.diag_no, o.place, o.menu_no, o.role, o.chance, o.cnt_from, o.cnt_to, o.min_lv
FROM offered AS o
INNER JOIN diagnosis AS d ON list_has_any(o.tags, d.tags)
UNION ALL
SELECT d.diag_no, '住院', i.menu_no, '每日', 100, 1, 1, 0
FROM item AS i
CROSS JOIN diagnosis AS d
WHERE i.role IN ('床位', '护理', '查房')
UNION ALL
SELECT d.diag_no, '透析', i.menu_no, '单次', 100, 1, 1, 0
FROM item AS i
INNER JOIN diagnosis AS d ON d.code = 'N18.500'
WHERE i.role IN ('透析', '透析器', '透析药');

-- One hundred slots share out a choice by weight: a roll of 100 then picks by a plain join.
CREATE OR REPLACE TEMP TABLE diagnosis_slot AS
WITH wished AS (
    SELECT diag_no, sex, age_from, age_to, unnest([
        {'place': '3', 'weight': weights['3']}, {'place': '2', 'weight': weights['2']},
        {'place': '1', 'weight': weights['1']}, {'place': '门诊', 'weight': weights['门诊']},
        {'place': '慢病', 'weight': weights['慢病']}, {'place': '药店', 'weight': weights['药店']}
    ]) AS wish
    FROM diagnosis
),

fitting AS (
    SELECT
        w.wish.place AS place, b.band, g.gend, w.diag_no,
        sum(w.wish.weight) OVER upto - w.wish.weight AS weight_from,
        sum(w.wish.weight) OVER upto AS weight_to,
        sum(w.wish.weight) OVER (PARTITION BY w.wish.place, b.band, g.gend) AS weight_all
    FROM wished AS w
    CROSS JOIN (VALUES (0, 0, 14), (1, 15, 44), (2, 45, 64), (3, 65, 99)) AS b (band, low, high)
    CROSS JOIN (VALUES ('1'), ('2')) AS g (gend)
    WHERE
        w.wish.weight > 0 AND w.age_from <= b.high AND w.age_to >= b.low
        AND coalesce(w.sex, g.gend) = g.gend
    WINDOW upto AS (PARTITION BY w.wish.place, b.band, g.gend ORDER BY w.diag_no)
)

SELECT f.place, f.band, f.gend, s.slot::INTEGER AS slot, f.diag_no
FROM fitting AS f
INNER JOIN range(100) AS s (slot)
    ON (s.slot + 0.5) * f.weight_all >= f.weight_from * 100
    AND (s.slot + 0.5) * f.weight_all < f.weight_to * 100;

-- Answers about others than one planted person: an institution, a physician, a trace code, a bill.
-- verdict is must, must_not or may; told_by is the column that holds the key, or subject_id.
CREATE OR REPLACE TEMP TABLE planted_answer (
    rule VARCHAR, verdict VARCHAR, told_by VARCHAR, key VARCHAR, note VARCHAR
);
