-- Employers and what they owe for their employees every month. Those paid from the treasury pay in
-- full within 15 days of the month's end; a few of the others pay late or not at all.
CREATE OR REPLACE TEMP TABLE employer_draft AS
WITH counted AS (
    SELECT emp_no, count(*) AS employees
    FROM psn_insu_d
    WHERE emp_no IS NOT NULL AND psn_insu_stas = '1'
    GROUP BY emp_no
)

SELECT
    n.no::INTEGER AS no,
    'U329981' || number_text(n.no, 6) AS emp_no,
    n.no < public_employers() AS is_public,
    greatest(coalesce(c.employees, 0), 1) AS employees,
    520000 + roll('wage', n.no, 480000) AS wage_c
FROM range(public_employers() + private_employers()) AS n (no)
LEFT JOIN counted AS c ON c.emp_no = 'U329981' || number_text(n.no, 6);

INSERT INTO insu_emp_info_b BY NAME
WITH size AS (
    SELECT
        count(*) FILTER (WHERE part = 'office') AS offices,
        count(*) FILTER (WHERE part = 'school') AS schools,
        count(*) FILTER (WHERE part = 'trade') AS trades,
        count(*) FILTER (WHERE part = 'given1') AS given1s,
        count(*) FILTER (WHERE part = 'given2') AS given2s,
        (SELECT count(*) FROM town) AS towns
    FROM word
),

numbered AS (
    SELECT
        e.*, s.*,
        -- Offices first, then schools and the like in every town, then again.
        e.no - s.offices AS school_no,
        e.no - public_employers() AS private_no
    FROM employer_draft AS e
    CROSS JOIN size AS s
)

SELECT
    n.emp_no,
    CASE
        WHEN n.is_public AND n.no < n.offices THEN '示例区' || o.word
        WHEN n.is_public THEN
            t.town_name || k.word
            || CASE WHEN n.school_no < n.towns * n.schools THEN ''
                    ELSE '第' || n.school_no // (n.towns * n.schools) || '分部' END
        ELSE
            '示例区' || a.word || b.word || d.word || '有限公司'
            || CASE WHEN n.private_no < n.given1s * n.given2s * n.trades THEN ''
                    ELSE '第' || n.private_no // (n.given1s * n.given2s * n.trades) || '分公司' END
    END AS emp_name,
    CASE
        WHEN NOT n.is_public THEN '企业'
        WHEN n.no < n.offices THEN '机关'
        ELSE '事业单位（全额拨款）'
    END AS emp_type,
    '329981' AS insu_admdvs,
    CASE WHEN NOT n.is_public THEN '91329981MA' || number_text(hash(n.no, 'tax') % 100000000, 8) END
        AS tax_reg_no,
    CASE WHEN n.is_public THEN number_text(hash(n.no, 'office') % 1000000000, 9) END AS orgcode,
    '1' AS vali_flag
FROM numbered AS n
LEFT JOIN word AS o ON o.part = 'office' AND o.no = n.no
LEFT JOIN town AS t ON t.town_no = 1 + greatest(n.school_no, 0) % n.towns
LEFT JOIN word AS k ON k.part = 'school' AND k.no = greatest(n.school_no, 0) // n.towns % n.schools
-- Neighbours in number differ in every part of the name.
LEFT JOIN word AS a ON a.part = 'given1' AND a.no = greatest(n.private_no, 0) % n.given1s
LEFT JOIN word AS b
    ON b.part = 'given2' AND b.no = (greatest(n.private_no, 0) // n.given1s + n.private_no) % n.given2s
LEFT JOIN word AS d
    ON d.part = 'trade'
    AND d.no = (greatest(n.private_no, 0) // (n.given1s * n.given2s) + n.private_no) % n.trades
ORDER BY n.emp_no;

-- Each case a few times over, each time at an employer of its own: public ones count from the
-- first, which have most employees.
CREATE OR REPLACE TEMP TABLE planted_employer AS
WITH copied AS (
    SELECT
        p.*, c.copy,
        row_number() OVER (PARTITION BY p.is_public ORDER BY p.file_row, c.copy) - 1 AS place
    FROM csv_planted_employers AS p
    CROSS JOIN range(getvariable('copies')) AS c (copy)
)

SELECT
    verdict, note, vali_flag, paid_percent::INTEGER AS paid_percent, arrives::INTEGER AS arrives,
    CASE is_public WHEN '1' THEN 0 ELSE public_employers() END + place AS no,
    CAST(
        date_trunc('month', getvariable('as_of'))
        - INTERVAL (coalesce(back::INTEGER, 3 + roll('month of arrears', place, 18))) MONTH AS DATE
    ) AS month_day
FROM copied;

INSERT INTO emp_clct_detl_d BY NAME
WITH month AS (
    SELECT m.no, CAST(getvariable('first_day') + INTERVAL (m.no) MONTH AS DATE) AS month_day
    FROM range(getvariable('months')) AS m (no)
),

due AS (
    SELECT
        e.no, e.emp_no, e.employees, m.month_day, last_day(m.month_day) AS month_end,
        -- Wages rise by four in a hundred every year.
        e.employees * (e.wage_c * (300 + m.no) // 300) AS wages_c,
        e.no * 1000::BIGINT + m.no AS charge,
        e.is_public, p.no IS NOT NULL AS is_planted, p.arrives, p.paid_percent, p.vali_flag
    FROM employer_draft AS e
    CROSS JOIN month AS m
    LEFT JOIN planted_employer AS p ON e.no = p.no AND m.month_day = p.month_day
),

paid AS (
    SELECT
        *,
        part_of(wages_c, 800) AS own_c, part_of(wages_c, 200) AS employees_c,
        CASE
            WHEN is_planted THEN month_end + arrives
            WHEN is_public OR chance('paid in time', charge, 91)
                THEN month_end + (1 + roll('paid on', charge, 15))
            WHEN chance('paid at all', charge, 70)
                THEN month_end + (16 + roll('paid late', charge, 60))
        END AS arrived
    FROM due
),

known AS (
    SELECT
        * EXCLUDE (arrived),
        CASE WHEN arrived <= getvariable('as_of') THEN arrived END AS arrived
    FROM paid
)

SELECT
    '329981J' || right(emp_no, 6) || strftime(month_day, '%Y%m') AS emp_clct_detl_id, emp_no,
    strftime(month_day, '%Y%m') AS cashym, '310' AS insutype, yuan(wages_c) AS emp_clctstd_sumamt,
    yuan(own_c) AS emp_clct_amt, yuan(employees_c) AS psn_clct_amt,
    yuan(employees_c) AS into_acct_amt,
    CASE
        WHEN paid_percent IS NOT NULL
            THEN yuan((own_c + employees_c) * paid_percent // 100)
        WHEN arrived IS NOT NULL THEN yuan(own_c + employees_c)
    END AS act_clct_amt,
    employees AS clct_psncnt, yuan(wages_c) AS staf_totlwag,
    CASE WHEN arrived IS NOT NULL OR paid_percent = 100 THEN '1' ELSE '0' END AS clct_flag,
    arrived AS arvl_date, arrived + 1 + INTERVAL (600) MINUTE AS intsury_time,
    -- Five in ten thousand for every day after the fifteenth.
    CASE WHEN arrived > month_end + 15
        THEN yuan(part_of(own_c + employees_c, 5 * (arrived - month_end - 15))) END AS latefee,
    coalesce(vali_flag, '1') AS vali_flag
FROM known
ORDER BY emp_clct_detl_id;

INSERT INTO planted_answer
SELECT
    'R81', p.verdict, 'subject_id', d.emp_no || '|' || d.cashym, p.note
FROM planted_employer AS p
INNER JOIN emp_clct_detl_d AS d
    ON d.emp_no = 'U329981' || number_text(p.no, 6) AND d.cashym = strftime(p.month_day, '%Y%m');
