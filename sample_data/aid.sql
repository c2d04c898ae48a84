-- Assistance beyond the bills: odd rows of the roster of subsidised enrolments, the residents'
-- contributions, the numbers that towns report, odd payments, and the warnings of poverty through
-- illness with what became of them.

-- A case of R83 is odd in the year of its anchor only.
CREATE OR REPLACE TEMP TABLE odd_roster AS
SELECT
    o.psn_no, p.i, r.change, r.word, r.amount::DECIMAL(16, 2) AS amount,
    '329981G' || number_text(p.i, 9) || '-' || year(p.day0) AS fund_insu_id
FROM csv_planted_roster AS r
INNER JOIN planted AS p ON r.case_no = p.case_no
INNER JOIN person AS o ON p.i = o.i;

DELETE FROM maf_fund_insu_d
WHERE fund_insu_id IN (SELECT fund_insu_id FROM odd_roster WHERE change = '删');

UPDATE maf_fund_insu_d AS f
SET
    psn_no = CASE WHEN o.change <> '无编号' THEN f.psn_no END,
    psn_clct_amt = CASE o.change WHEN '自缴' THEN o.amount WHEN '职工' THEN 0
                        WHEN '改' THEN f.psn_clct_amt - o.amount ELSE f.psn_clct_amt END,
    maf_subs_amt = CASE
        WHEN o.change IN ('未资助', '职工') THEN 0
        WHEN o.change = '改' THEN f.maf_subs_amt + o.amount
        WHEN o.change = '分两笔' THEN f.maf_subs_amt - o.amount
        ELSE f.maf_subs_amt
    END,
    nofund_rea = o.word,
    oth_insu_flag = CASE o.change WHEN '职工' THEN '1' ELSE '0' END,
    vali_flag = CASE o.change WHEN '无效' THEN '0' ELSE '1' END
FROM odd_roster AS o
WHERE f.fund_insu_id = o.fund_insu_id;

INSERT INTO maf_fund_insu_d BY NAME
SELECT
    f.* REPLACE (
        f.fund_insu_id || 'B' AS fund_insu_id, o.amount AS maf_subs_amt, 0 AS psn_clct_amt,
        o.amount AS clct_sumamt
    )
FROM maf_fund_insu_d AS f
INNER JOIN odd_roster AS o ON f.fund_insu_id = o.fund_insu_id
WHERE o.change = '分两笔';

-- Every resident's contribution of every year: what the roster does not pay the person pays, in
-- the autumn before, or when joining.
INSERT INTO rsdt_psn_clct_detl_d BY NAME
WITH year_of AS (
    SELECT DISTINCT year::INTEGER AS year
    FROM maf_fund_std
),

funded AS (
    SELECT certno, year::INTEGER AS year, sum(maf_subs_amt) AS subsidy, min(clct_time)::DATE AS day
    FROM maf_fund_insu_d
    WHERE vali_flag = '1'
    GROUP BY ALL
),

wished AS (
    SELECT
        p.i, p.psn_no, p.psn_type, p.insu_from, p.insu_to, p.die_date, p.idet_from, p.idet_to,
        y.year, f.subsidy, f.day AS funded_on,
        greatest(
            p.insu_from, make_date(y.year - 1, 10, 1) + roll('contributes', p.i * 64 + y.year % 64, 80)
        ) AS day
    FROM person AS p
    CROSS JOIN year_of AS y
    LEFT JOIN funded AS f ON p.certno = f.certno AND y.year = f.year
    WHERE p.insutype = '390' AND p.insu_from <= make_date(y.year, 12, 31)
),

dated AS (
    SELECT
        *,
        CASE
            WHEN funded_on IS NOT NULL THEN funded_on
            -- Whom the roster of the year leaves out pays when the identity has ended.
            WHEN day >= idet_from AND day <= idet_to THEN idet_to + 1
            ELSE day
        END AS paid_on
    FROM wished
)

SELECT
    '329981Z' || number_text(i, 9) || '-' || year AS rsdt_clct_detl_id, psn_no,
    '329981I' || number_text(i, 9) AS psn_insu_rlts_id, '390' AS insutype, psn_type,
    year || '01' AS cashym, year || '01' AS accrym_begn, year || '12' AS accrym_end,
    400 - coalesce(subsidy, 0) AS psn_clct_amt, 670 AS finsubs_amt,
    coalesce(subsidy, 0) AS oth_clct_amt, 1070 AS clct_sumamt, '1' AS clct_flag,
    paid_on + INTERVAL (480 + roll('contributes at', i, 500)) MINUTE AS clct_time,
    '1' AS vali_flag
FROM dated
WHERE
    paid_on <= getvariable('as_of') AND paid_on <= make_date(year, 12, 31)
    AND (insu_to IS NULL OR insu_to > greatest(paid_on, make_date(year, 1, 1)))
    AND (die_date IS NULL OR die_date >= paid_on)
ORDER BY rsdt_clct_detl_id;

-- Towns report at the end of January how many of theirs were subsidised by then.
INSERT INTO report BY NAME
WITH asked AS (
    SELECT
        s.year, town_name, make_date(s.year::INTEGER, 1, 31) AS rpt_date, '资助参保人数' AS rpt_item,
        0 AS offset_by
    FROM (SELECT DISTINCT year FROM maf_fund_std) AS s
    CROSS JOIN (SELECT town_name FROM town UNION ALL SELECT '合计')
),

-- A planted report under the usual heading takes the place of the true one.
planted_report AS (
    SELECT
        (year(getvariable('as_of')) - back::INTEGER)::VARCHAR AS year, town AS town_name,
        item AS rpt_item, days::INTEGER AS days, "offset"::INTEGER AS offset_by
    FROM csv_planted_reports
),

wished AS (
    SELECT a.* REPLACE (coalesce(p.offset_by, 0) AS offset_by)
    FROM asked AS a
    LEFT JOIN planted_report AS p
        ON a.year = p.year AND a.town_name = p.town_name AND a.rpt_item = p.rpt_item
    UNION ALL
    SELECT p.year, p.town_name, a.rpt_date + p.days, p.rpt_item, p.offset_by
    FROM planted_report AS p
    INNER JOIN asked AS a ON a.year = p.year AND a.town_name = p.town_name
    WHERE p.rpt_item <> a.rpt_item
),

counted AS (
    SELECT
        w.year, w.town_name, w.rpt_item, w.rpt_date, w.offset_by,
        count(DISTINCT f.certno) AS persons
    FROM wished AS w
    LEFT JOIN maf_fund_insu_d AS f
        ON w.year = f.year AND w.town_name IN (f.town_name, '合计')
        AND f.vali_flag = '1' AND f.maf_subs_amt > 0 AND f.clct_time < w.rpt_date + 1
    WHERE w.rpt_date <= getvariable('as_of')
    GROUP BY ALL
)

SELECT year, town_name, rpt_item, greatest(persons + offset_by, 0) AS rpt_psncnt, rpt_date
FROM counted
ORDER BY year, town_name, rpt_item;

INSERT INTO planted_answer
SELECT 'R92', p.verdict, 'subject_id', p.town || '|' || r.year, p.note
FROM csv_planted_reports AS p
INNER JOIN report AS r
    ON r.year = (year(getvariable('as_of')) - p.back::INTEGER)::VARCHAR
    AND p.town = r.town_name AND p.item = r.rpt_item;

-- Payments made so many working days after they were applied for, on the day of the settlement.
CREATE OR REPLACE TEMP TABLE late_aid AS
SELECT
    m.maf_pay_id, p.i, s.setl_time::DATE AS applied, min(paid.day) AS paid_on
FROM planted_aid AS a
INNER JOIN planted AS p ON a.enc // 4096 = p.i
INNER JOIN maf_pay_d AS m ON m.mdtrt_id = '329981M' || number_text(a.enc, 12) AND m.pay_way = '2'
INNER JOIN setl_d AS s ON m.setl_id = s.setl_id
INNER JOIN cal_day AS applied ON s.setl_time::DATE = applied.day
INNER JOIN cal_day AS paid ON paid.workday_no = applied.workday_no + a.workdays
GROUP BY ALL;

UPDATE maf_pay_d AS m
SET
    accp_date = l.applied, setl_time = l.paid_on + INTERVAL (600) MINUTE,
    clr_ym = strftime(l.paid_on, '%Y%m')
FROM late_aid AS l
WHERE m.maf_pay_id = l.maf_pay_id;

-- So late that what the person is entitled to was not paid within thirty days.
INSERT INTO planted_also
SELECT DISTINCT l.i, 'R84', 'must', '结算30天之后才支付救助'
FROM late_aid AS l
INNER JOIN maf_pay_d AS m ON l.maf_pay_id = m.maf_pay_id AND m.vali_flag = '1'
WHERE l.paid_on > l.applied + 30;

-- A record whose payments add up to more than its bill.
UPDATE maf_pay_d
SET medfee_sumamt = hifp_pay + hifmi_pay + maf_pay - 500
WHERE psn_no IN (
    SELECT o.psn_no FROM planted AS p INNER JOIN person AS o ON p.i = o.i WHERE p.case_no = '9405'
);

-- Aid beyond the standard, paid with the rest.
INSERT INTO maf_pay_d BY NAME
SELECT m.* REPLACE (
    left(m.maf_pay_id, 19) || 'D' AS maf_pay_id, '倾斜救助' AS maf_type, 200 AS maf_pay
)
FROM maf_pay_d AS m
INNER JOIN person AS o ON m.psn_no = o.psn_no
INNER JOIN planted AS p ON o.i = p.i
WHERE p.case_no = '8716';

-- What the bills of a day left to their patient within the scope of insurance, for those few who
-- bore as much as the lower line in all.
CREATE OR REPLACE TEMP TABLE own_share AS
WITH in_force AS (
    SELECT setl_id, psn_no, setl_time::DATE AS day, inscp_amt - fund_pay_sumamt AS own
    FROM setl_d
    WHERE
        vali_flag = '1' AND refd_setl_flag = '0' AND init_setl_id IS NULL AND clr_type <> '41'
),

by_hand AS (
    SELECT setl_id, sum(maf_pay) AS aid
    FROM maf_pay_d
    WHERE vali_flag = '1' AND (pay_way = '2' OR maf_type = '倾斜救助')
    GROUP BY setl_id
)

SELECT s.psn_no, s.day, sum(s.own - coalesce(h.aid, 0)) AS own
FROM in_force AS s
LEFT JOIN by_hand AS h ON s.setl_id = h.setl_id
WHERE s.psn_no IN (SELECT psn_no FROM in_force GROUP BY psn_no HAVING sum(own) >= 10000)
GROUP BY s.psn_no, s.day;

-- The first day of a year on which the bills of 365 days reach the line: 10,000 yuan for those
-- with an identity on that day, 26,000 for the others.
CREATE OR REPLACE TEMP TABLE burdened AS
WITH rolling AS (
    SELECT a.psn_no, a.day, sum(b.own) AS burden
    FROM own_share AS a
    INNER JOIN own_share AS b
        ON a.psn_no = b.psn_no AND b.day > a.day - 365 AND b.day <= a.day
    GROUP BY a.psn_no, a.day
),

judged AS (
    SELECT
        o.i, r.day,
        coalesce(
            o.idet_vali = '1' AND r.day >= o.idet_from
            -- Who loses an identity has none on that day; who dies has it to the end.
            AND (o.idet_to IS NULL OR r.day < o.idet_to + CASE WHEN o.die_date IS NULL THEN 0 ELSE 1 END)
            AND (o.die_date IS NULL OR r.day <= o.die_date),
            FALSE
        ) AS is_entitled,
        r.burden
    FROM rolling AS r
    INNER JOIN person AS o ON r.psn_no = o.psn_no
)

SELECT i, year(day) AS year, min(day) AS day, bool_or(is_entitled) AS is_entitled
FROM judged
WHERE burden >= CASE WHEN is_entitled THEN 10000 ELSE 26000 END
GROUP BY ALL;

-- Whoever reaches the line must be found; the cases of R90 say so themselves.
INSERT INTO planted_also
SELECT DISTINCT b.i, 'R90', 'must', '自付达到预警线'
FROM burdened AS b
WHERE b.i NOT IN (SELECT p.i FROM planted AS p WHERE p.rule = 'R90');

-- Pushed to the town on the sixth of the next month, looked into within nine days.
INSERT INTO warn BY NAME
WITH pushed AS (
    SELECT
        b.i, b.year,
        coalesce(
            getvariable('as_of') - w.pushed::INTEGER,
            CAST(date_trunc('month', b.day) + INTERVAL 1 MONTH AS DATE) + 5
        ) AS push_date,
        w.case_no IS NOT NULL AS is_planted,
        w.check_workdays::INTEGER AS check_workdays, w.check_result, w.aid_days::INTEGER AS aid_days,
        w.vali_flag
    FROM burdened AS b
    LEFT JOIN planted AS p ON b.i = p.i
    LEFT JOIN csv_planted_warnings AS w ON p.case_no = w.case_no
),

checked AS (
    SELECT
        p.* EXCLUDE (check_result, aid_days),
        CASE
            WHEN NOT p.is_planted
                THEN p.push_date + (2 + roll('looked into', p.i * 64 + p.year % 64, 8))
            ELSE (
                SELECT min(c.day) FROM cal_day AS c
                INNER JOIN cal_day AS b ON p.push_date = b.day
                WHERE c.workday_no = b.workday_no + p.check_workdays
            )
        END AS chk_date,
        CASE
            WHEN p.is_planted THEN p.check_result
            WHEN chance('needs help', p.i * 64 + p.year % 64, 60) THEN '需帮扶'
            ELSE '无需帮扶'
        END AS chk_rslt,
        CASE WHEN p.is_planted THEN p.aid_days
             ELSE 5 + roll('helped', p.i * 64 + p.year % 64, 21) END AS aid_days
    FROM pushed AS p
    WHERE p.push_date <= getvariable('as_of')
),

known AS (
    SELECT
        * REPLACE (
            CASE WHEN coalesce(chk_date, push_date) <= getvariable('as_of') THEN chk_rslt END
                AS chk_rslt,
            CASE WHEN chk_date <= getvariable('as_of') THEN chk_date END AS chk_date
        )
    FROM checked
)

SELECT
    '329981W' || number_text(k.i, 9) || '-' || k.year AS warn_id, o.psn_no, k.push_date,
    o.town_name, k.chk_date, k.chk_rslt,
    CASE
        WHEN k.chk_rslt = '需帮扶' AND k.chk_date + k.aid_days <= getvariable('as_of')
            THEN k.chk_date + k.aid_days
    END AS aid_date,
    coalesce(k.vali_flag, '1') AS vali_flag
FROM known AS k
INNER JOIN person AS o ON k.i = o.i
ORDER BY warn_id;

INSERT INTO planted_answer
SELECT a.rule, a.verdict, 'psn_no', o.psn_no, a.note
FROM planted_also AS a
INNER JOIN person AS o ON a.i = o.i;
