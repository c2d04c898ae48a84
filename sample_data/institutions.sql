-- Hospitals, clinics, pharmacies and nursing agencies of the district, and its physicians.
CREATE OR REPLACE TEMP TABLE institution_draft AS
WITH listed AS (
    SELECT
        -- Those of planted cases are numbered last, so that nobody else moves.
        file_row + CASE WHEN only_for IS NULL THEN 0 ELSE 9000 END AS file_row,
        code, name, kind, hosp_lv, lv::INTEGER AS lv, town_no::INTEGER AS town_no, natu,
        mgtcode, weight::INTEGER AS weight, beds::INTEGER AS beds, machines::INTEGER AS machines,
        zeal::INTEGER AS zeal, los_pct::INTEGER AS los_pct, own_pct::INTEGER AS own_pct,
        only_for, lic_expired::INTEGER AS lic_expired, closed::INTEGER AS closed
    FROM csv_institutions
    WHERE kind IN ('医院', '外地', '药店')
),

pharmacy AS (
    SELECT
        1000 + t.town_no * 10 + w.no AS file_row,
        'P329981' || number_text(200 + t.town_no * 10 + w.no, 5) AS code,
        w.word || '（' || t.town_name || '店）' AS name,
        '药店' AS kind, NULL AS hosp_lv, 8 AS lv, t.town_no, '2' AS natu, NULL AS mgtcode,
        4 + roll('pharmacy', t.town_no * 10 + w.no, 9) AS weight,
        NULL AS beds, NULL AS machines, 100 AS zeal, 100 AS los_pct, 100 AS own_pct,
        NULL AS only_for, NULL AS lic_expired, NULL AS closed
    FROM town AS t
    INNER JOIN word AS w ON w.part = 'pharmacy'
),

every AS (SELECT * FROM listed UNION ALL SELECT * FROM pharmacy),

-- A larger district has more institutions: each of its own has branches.
branched AS (
    SELECT
        e.* REPLACE (
            CASE b.branch WHEN 0 THEN e.code
                 ELSE left(e.code, 7) || number_text(b.branch * 1000 + right(e.code, 3)::INTEGER, 5)
            END AS code,
            CASE WHEN b.branch = 0 THEN e.name
                 WHEN e.kind = '药店' THEN e.name || b.branch + 1 || '店'
                 ELSE e.name || '第' || (b.branch + 1) || '院区' END AS name
        ),
        b.branch::INTEGER AS branch
    FROM every AS e
    INNER JOIN range(getvariable('branches')) AS b (branch)
        ON b.branch = 0 OR (e.kind <> '外地' AND e.only_for IS NULL)
)

SELECT
    row_number() OVER (ORDER BY branch, file_row)::INTEGER AS inst_no,
    * EXCLUDE (file_row, beds, machines),
    -- And larger hospitals, or they would overflow. Those only_for planted cases stay as they are.
    CASE WHEN only_for IS NULL
        THEN greatest(beds, ceil(beds * getvariable('scale') / getvariable('branches') / 4))
        ELSE beds END::INTEGER AS beds,
    CASE WHEN only_for IS NULL
        THEN greatest(machines, ceil(machines * getvariable('scale') / getvariable('branches')))
        ELSE machines END::INTEGER AS machines,
    CASE WHEN kind = '外地' THEN left(code, 7)[2:] ELSE '329981' END AS admdvs,
    CASE lv WHEN 3 THEN 100 WHEN 2 THEN 92 WHEN 1 THEN 84 WHEN 0 THEN 80 ELSE 100 END AS price_pct,
    CASE
        WHEN kind = '医院'
            THEN ceil(CASE lv WHEN 3 THEN 40 WHEN 2 THEN 18 WHEN 1 THEN 7 ELSE 3 END
                      * greatest(1, getvariable('scale') / getvariable('branches')))
        WHEN kind = '外地' THEN 60
        ELSE 0
    END::INTEGER AS doctors
FROM branched;

-- The branches of an institution, by the number of its first: a person goes to one of them.
CREATE OR REPLACE TEMP TABLE institution_branch AS
SELECT first.inst_no AS base_no, i.branch, i.inst_no, count(*) OVER (PARTITION BY first.inst_no) AS of
FROM institution_draft AS i
INNER JOIN institution_draft AS first
    ON first.branch = 0
    AND (
        i.inst_no = first.inst_no
        OR (i.branch > 0 AND right(i.code, 3) = right(first.code, 3) AND left(i.code, 7) = left(first.code, 7))
    );

CREATE OR REPLACE TEMP TABLE doctor_range AS
SELECT inst_no, doctors, sum(doctors) OVER (ORDER BY inst_no) - doctors AS doctors_before
FROM institution_draft;

-- Which institution a person of a town goes to, by level: mostly the near one.
CREATE OR REPLACE TEMP TABLE institution_slot AS
WITH weighted AS (
    SELECT
        i.lv, t.town_no, i.inst_no,
        i.weight * CASE
            WHEN i.lv IN (0, 1) AND i.town_no = t.town_no THEN 120
            WHEN i.lv = 8 AND i.town_no = t.town_no THEN 80
            WHEN i.town_no = t.town_no THEN 30
            WHEN i.lv = 1 AND i.natu = '1' THEN 1
            ELSE 10
        END AS weight
    FROM institution_draft AS i
    CROSS JOIN town AS t
    WHERE i.branch = 0
),

stacked AS (
    SELECT
        *,
        sum(weight) OVER (PARTITION BY lv, town_no ORDER BY inst_no) AS weight_to,
        sum(weight) OVER (PARTITION BY lv, town_no) AS weight_all
    FROM weighted
)

SELECT w.lv, w.town_no, s.slot::INTEGER AS slot, w.inst_no
FROM stacked AS w
INNER JOIN range(100) AS s (slot)
    ON (s.slot + 0.5) * w.weight_all >= (w.weight_to - w.weight) * 100
    AND (s.slot + 0.5) * w.weight_all < w.weight_to * 100;

INSERT INTO fixmedins_b BY NAME
SELECT
    code AS fixmedins_code, name AS fixmedins_name,
    CASE kind WHEN '药店' THEN '2' ELSE '1' END AS fixmedins_type,
    '91' || number_text(hash(code) % 10000000000000000, 16) AS uscc,
    mgtcode AS medins_mgtcode, hosp_lv,
    CASE WHEN lv IN (1, 2, 3) THEN lv::VARCHAR WHEN kind = '医院' THEN '1' END AS lmtpric_hosp_lv,
    CASE WHEN lv IN (1, 2, 3) THEN lv::VARCHAR WHEN lv = 0 THEN '9' END AS dedc_hosp_lv,
    admdvs AS fix_blng_admdvs,
    TIMESTAMP '2018-01-01' + INTERVAL (roll('designated', inst_no, 900)) DAY AS begntime,
    getvariable('as_of') - closed AS endtime, '1' AS fix_onln_open_flag,
    CASE WHEN admdvs = '329981' THEN '2' WHEN left(admdvs, 2) = '32' THEN '3' ELSE '4' END
        AS out_fixmedins_type,
    '1' AS vali_flag
FROM institution_draft AS i
ORDER BY inst_no;

INSERT INTO fixmedins_paus_d BY NAME
SELECT
    code AS fixmedins_code, '1' AS fixmedins_paus_type,
    getvariable('as_of') - paused_from::INTEGER AS begntime,
    getvariable('as_of') - paused_to::INTEGER AS endtime, '整改' AS memo, '1' AS vali_flag
FROM csv_institutions
WHERE paused_from IS NOT NULL;

INSERT INTO medins_info_b BY NAME
SELECT
    i.code AS medins_code, i.name AS medins_name, i.admdvs,
    coalesce(t.town_name || '医院路', '邻州市区') || (1 + i.inst_no) || '号' AS addr,
    -- The hospitals elsewhere are some hundred kilometres away.
    (104.2 + CASE i.kind WHEN '外地' THEN 0.9 ELSE 0 END + roll('lnt', i.inst_no, 2000) / 10000)
        ::DECIMAL(8, 4)::VARCHAR AS lnt,
    (27.8 + CASE i.kind WHEN '外地' THEN 0.7 ELSE 0 END + roll('lat', i.inst_no, 2000) / 10000)
        ::DECIMAL(8, 4)::VARCHAR AS lat,
    coalesce(
        getvariable('as_of') - i.lic_expired,
        getvariable('as_of') + 60 + roll('licence', i.inst_no, 1500)
    ) AS medins_prac_lic_expy,
    i.natu AS medins_natu, i.hosp_lv AS medinslv, nullif(i.beds, 0) AS aprv_bed_cnt,
    nullif(i.machines, 0) AS dialy_mach_cnt,
    CASE WHEN i.lv <= 1 AND i.natu = '1' THEN '1' ELSE '0' END AS grst_hosp_flag,
    TIMESTAMP '2012-01-01' AS begntime, '1' AS vali_flag
FROM institution_draft AS i
LEFT JOIN town AS t ON i.town_no = t.town_no
WHERE i.kind <> '药店'
ORDER BY i.inst_no;

INSERT INTO rtal_phac_b BY NAME
SELECT
    i.code AS rtal_phac_code, i.name AS rtal_phac_name, i.admdvs,
    t.town_name || '药店路' || (1 + i.inst_no) || '号' AS addr,
    (104.2 + roll('lnt', i.inst_no, 2000) / 10000)::DECIMAL(8, 4)::VARCHAR AS lnt,
    (27.8 + roll('lat', i.inst_no, 2000) / 10000)::DECIMAL(8, 4)::VARCHAR AS lat,
    1 + roll('pharmacists', i.inst_no, 4) AS phar_psncnt, '1' AS biz_stas,
    TIMESTAMP '2018-01-01' AS begntime, '1' AS vali_flag
FROM institution_draft AS i
INNER JOIN town AS t ON i.town_no = t.town_no
WHERE i.kind = '药店'
ORDER BY i.inst_no;

INSERT INTO ltc_medins_b BY NAME
SELECT
    code AS ltc_medins_code, name AS ltc_medins_name,
    -- Two names, one licence: some agencies are another institution's own.
    '91' || number_text(hash(coalesce(uscc_of, code)) % 10000000000000000, 16) AS uscc,
    kind AS ltc_medins_type, '329981' AS admdvs,
    beds::INTEGER AS aprv_bed_cnt, 8 + roll('caregivers', right(code, 4)::INTEGER, 30)
        AS caregiver_cnt,
    TIMESTAMP '2021-07-01' AS begntime, legrep AS legrep_name, vali_flag
FROM csv_institutions
WHERE kind NOT IN ('医院', '外地', '药店')
ORDER BY code;
