-- Persons, their enrolment, deaths, and the assistance identities of the poor.
CREATE OR REPLACE TEMP TABLE person AS
WITH born AS (
    SELECT
        n.i, p.case_no IS NOT NULL AS is_planted, p.day0,
        -- Who shares the address, who the village, of the first person of a planted case.
        CASE WHEN p.lives IN ('同址', '同村') THEN p.first_i ELSE n.i END AS village_of,
        CASE WHEN p.lives = '同址' THEN p.first_i ELSE n.i END AS house_of, p.insured, p.idet_vali,
        p.idet_type AS planted_idet, p.die AS die_offset, p.idet_from AS idet_from_offset,
        p.idet_to AS idet_to_offset, p.birth,
        CASE
            WHEN p.birth IS NOT NULL THEN datesub('year', p.birth, getvariable('as_of'))
            WHEN p.case_no IS NOT NULL THEN 46 + roll('age', n.i, 30)
            WHEN roll('age group', n.i, 100) < 6 THEN roll('age', n.i, 7)
            WHEN roll('age group', n.i, 100) < 18 THEN 7 + roll('age', n.i, 11)
            WHEN roll('age group', n.i, 100) < 43 THEN 18 + roll('age', n.i, 22)
            WHEN roll('age group', n.i, 100) < 75 THEN 40 + roll('age', n.i, 20)
            WHEN roll('age group', n.i, 100) < 94 THEN 60 + roll('age', n.i, 15)
            ELSE 75 + roll('age', n.i, 20)
        END AS years,
        coalesce(p.sex, (1 + roll('sex', n.i, 2))::VARCHAR) AS gend,
        roll('enrolled', n.i, 1000) AS enrolled_roll,
        roll('poor', n.i, 1000) AS poor_roll
    FROM range(getvariable('persons') + getvariable('planted_persons')) AS n (i)
    LEFT JOIN planted AS p ON n.i = p.i
),

dated AS (
    SELECT
        *,
        coalesce(
            birth,
            getvariable('as_of')
            - (years * 365 + years // 4 + 1 + roll('birthday', i, 364))::INTEGER
        ) AS brdy,
        CASE
            WHEN is_planted THEN day0 + die_offset
            WHEN years >= 3
                AND chance('dies', i, CASE WHEN years >= 75 THEN 11 WHEN years >= 60 THEN 4
                                           WHEN years >= 40 THEN 0.9 ELSE 0.08 END)
                THEN getvariable('first_day') + 40
                    + roll('death', i, getvariable('as_of') - getvariable('first_day') - 45)
        END AS die_date,
        CASE
            WHEN is_planted THEN nullif(insured, '无')
            WHEN poor_roll < 42 THEN '390'
            WHEN enrolled_roll < 42 THEN NULL
            WHEN years < 18 THEN '390'
            WHEN chance('employed', i, CASE WHEN years < 60 THEN 44 ELSE 36 END) THEN '310'
            ELSE '390'
        END AS scheme
    FROM born
),

insured AS (
    SELECT
        *,
        replace(scheme, '暂停', '390') AS insutype,
        CASE
            WHEN scheme = '暂停' THEN '2'
            WHEN NOT is_planted AND enrolled_roll >= 990 AND poor_roll >= 42 THEN '2'
            WHEN die_date IS NOT NULL AND scheme IS NOT NULL THEN '3'
            WHEN scheme IS NOT NULL THEN '1'
        END AS insu_stas,
        greatest(
            brdy,
            CASE
                WHEN NOT is_planted AND poor_roll >= 42 AND die_date IS NULL
                    AND chance('new', i, 2.6)
                    THEN getvariable('first_day') + roll('new on', i, 700)
                ELSE DATE '2009-01-01' + roll('joined', i, 4600)
            END
        ) AS insu_from,
        CASE
            WHEN is_planted THEN planted_idet
            WHEN poor_roll < 6 THEN '01'
            WHEN poor_roll < 28 THEN '02'
            WHEN poor_roll < 36 THEN '03'
            WHEN poor_roll < 42 THEN '04'
        END AS idet_type,
        row_number() OVER (PARTITION BY brdy, gend ORDER BY i) AS birth_order
    FROM dated
),

entitled AS (
    SELECT
        *,
        CASE
            WHEN is_planted THEN day0 + coalesce(idet_from_offset, -900)
            ELSE least(
                die_date - 60,
                greatest(
                    brdy,
                    getvariable('first_day') + CASE
                        WHEN chance('newly poor', i, 24) THEN roll('poor from', i, 640)
                        ELSE -30 - roll('poor from', i, 1200)
                    END
                )
            )
        END AS idet_from,
        '329981' || strftime(brdy, '%Y%m%d') || number_text(
            2 * (birth_order % 500) + CASE gend WHEN '1' THEN 1 ELSE 0 END, 3
        ) AS cert_body
    FROM insured
)

SELECT
    p.i, p.is_planted, t.town_no, t.town_name, p.gend, p.brdy, p.years, p.die_date,
    t.villages[1 + roll('village', p.village_of, len(t.villages))] AS vil_name,
    '329981' || number_text((p.i * 3000000019 + 1234567) % 10000000000, 10) AS psn_no,
    -- The last character of an ID number checks the others (ISO 7064, MOD 11-2).
    p.cert_body || substr('10X98765432', 1 + list_sum(list_transform(
        range(1, 18),
        lambda k: substr(p.cert_body, k, 1)::INTEGER
            * [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][k]
    ))::INTEGER % 11, 1) AS certno,
    s.word || g1.word || CASE WHEN chance('short name', p.i, 30) THEN '' ELSE g2.word END
        AS psn_name,
    p.insutype, p.insu_from, p.insu_stas,
    CASE
        WHEN p.insu_stas = '2' AND p.is_planted THEN p.day0 - 60
        WHEN p.insu_stas = '2'
            THEN greatest(p.insu_from + 60, getvariable('first_day') + roll('paused', p.i, 600))
        WHEN p.insu_stas = '3' THEN p.die_date
    END AS insu_to,
    CASE
        WHEN p.insutype = '310' THEN CASE WHEN p.years >= 60 THEN '1201' ELSE '1101' END
        WHEN p.years < 7 THEN '1402'
        WHEN p.years < 18 THEN '1403'
        WHEN p.years < 60 THEN '1501'
        ELSE '16'
    END AS psn_type,
    CASE
        WHEN chance('public', p.i, 30) THEN skewed_roll('employer', p.i, public_employers())
        ELSE public_employers() + skewed_roll('employer', p.i, private_employers())
    END AS employer,
    p.idet_type,
    coalesce(p.idet_vali, '1') AS idet_vali,
    CASE WHEN p.idet_type IS NOT NULL THEN p.idet_from END AS idet_from,
    CASE
        WHEN p.idet_type IS NULL THEN NULL
        WHEN p.is_planted THEN p.day0 + p.idet_to_offset
        WHEN p.die_date IS NOT NULL THEN p.die_date
        WHEN chance('risen', p.i, 12)
            AND p.idet_from + 120 + roll('risen', p.i, 900) < getvariable('as_of')
            THEN p.idet_from + 120 + roll('risen', p.i, 900)
    END AS idet_to,
    CASE WHEN p.years < 15 THEN 0 WHEN p.years < 45 THEN 1 WHEN p.years < 65 THEN 2 ELSE 3 END
        AS band,
    chance('frail', p.i, 9) AS is_frail,
    p.years >= 40 AND chance('chronic', p.i, CASE WHEN p.years >= 60 THEN 34 ELSE 14 END)
        AS is_chronic,
    -- A year of dialysis not assisted would bring who is poor beyond the line of R90.
    p.years >= 30 AND roll('dialysis', p.i, 1000) = 0
        AND coalesce(p.idet_type <> '03' AND p.idet_from < getvariable('first_day'), TRUE)
        AS is_on_dialysis,
    p.house_of
FROM (SELECT *, roll('town', village_of, 100) AS town_roll FROM entitled) AS p
INNER JOIN town AS t ON p.town_roll >= t.share_from AND p.town_roll < t.share_to
INNER JOIN word AS s ON s.part = 'surname' AND s.no = roll('surname', p.i, 60)
INNER JOIN word AS g1 ON g1.part = 'given1' AND g1.no = roll('given1', p.i, 30)
INNER JOIN word AS g2 ON g2.part = 'given2' AND g2.no = roll('given2', p.i, 30);

INSERT INTO psn_info_b BY NAME
SELECT
    psn_no, psn_name, '01' AS psn_cert_type, certno, gend, brdy, '01' AS naty,
    '1990' || number_text(hash(i, 'mobile') % 10000000, 7) AS mob,
    '329981' AS resd_loc_admdvs, '329981' AS live_admdvs,
    town_name || vil_name || (1 + roll('house', house_of, 200)) || '号' AS live_addr,
    town_name, vil_name, die_date, CASE WHEN die_date IS NULL THEN '1' ELSE '2' END AS surv_stas,
    '1' AS vali_flag
FROM person
ORDER BY i;

INSERT INTO psn_insu_d BY NAME
SELECT
    '329981I' || number_text(i, 9) AS psn_insu_rlts_id, psn_no,
    CASE WHEN psn_type = '1101' THEN 'U329981' || number_text(employer, 6) END AS emp_no, insutype,
    insu_stas AS psn_insu_stas, insu_from AS crt_insu_date, insu_to AS paus_insu_date,
    insu_from AS psn_insu_date, strftime(insu_from, '%Y%m') AS fst_insu_ym, psn_type,
    '329981' AS insu_admdvs, '329981' AS poolarea_no, '1' AS vali_flag
FROM person
WHERE insutype IS NOT NULL
ORDER BY i;

INSERT INTO death BY NAME
SELECT psn_no, certno, psn_name, die_date, '公安' AS data_souc
FROM person
WHERE die_date IS NOT NULL
ORDER BY i;

INSERT INTO maf_trt_std BY NAME
SELECT
    (year(getvariable('as_of')) - back)::VARCHAR AS year, psn_idet_type, idet_name_loc,
    maf_dedc, maf_prop, year_lmt
FROM range(3) AS y (back)
CROSS JOIN csv_assistance_standards
ORDER BY year, psn_idet_type;

INSERT INTO maf_fund_std BY NAME
SELECT
    (year(getvariable('as_of')) - back)::VARCHAR AS year, '390' AS insutype, psn_idet_type,
    idet_name_loc, fund_way, fund_amount::DECIMAL(16, 2) AS maf_subs_amt
FROM range(3) AS y (back)
CROSS JOIN csv_assistance_standards
ORDER BY year, psn_idet_type;

INSERT INTO maf_psn_idet_d BY NAME
SELECT
    '329981D' || number_text(p.i, 9) AS idet_rcd_id, p.psn_no, p.certno, p.psn_name,
    p.idet_type AS psn_idet_type, s.idet_name_loc, p.idet_from AS begntime, p.idet_to AS endtime,
    CASE WHEN p.die_date IS NULL THEN p.idet_to END AS cncl_time, s.sp_psn_type,
    CASE p.idet_type WHEN '04' THEN '农业农村' ELSE '民政' END AS data_souc,
    '329981' AS idet_admdvs, p.town_name, p.vil_name, p.die_date,
    '329981F' || number_text(p.i, 9) AS hsehold_no, p.idet_vali AS vali_flag
FROM person AS p
INNER JOIN csv_assistance_standards AS s ON p.idet_type = s.psn_idet_type
ORDER BY p.i;

-- Whoever holds an identity on some day of a year has that year's contribution subsidised.
INSERT INTO maf_fund_insu_d BY NAME
SELECT
    '329981G' || number_text(p.i, 9) || '-' || d.year AS fund_insu_id, d.year, p.psn_no, p.certno,
    p.psn_name, '390' AS insutype, p.idet_type AS psn_idet_type, d.idet_name_loc, d.fund_way,
    d.maf_subs_amt, 400 - d.maf_subs_amt AS psn_clct_amt, 400 AS clct_sumamt,
    greatest(p.idet_from, make_date(d.year::INTEGER - 1, 10, 1) + roll('subsidised', p.i, 80))
        AS clct_time,
    '示例区医疗保障局' AS pay_dept, p.town_name, p.vil_name, p.idet_from AS in_fund_date,
    p.die_date, '0' AS oth_insu_flag, '1' AS vali_flag
FROM person AS p
INNER JOIN maf_fund_std AS d ON p.idet_type = d.psn_idet_type
WHERE
    p.insutype = '390' AND p.idet_vali = '1'
    AND (p.insu_stas <> '2' OR p.insu_to > make_date(d.year::INTEGER, 1, 1))
    AND p.idet_from <= make_date(d.year::INTEGER, 12, 31)
    AND (p.idet_to IS NULL OR p.idet_to >= make_date(d.year::INTEGER, 1, 1))
ORDER BY fund_insu_id;
