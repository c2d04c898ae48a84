-- The funds: 36 closed months of income, expense and balance by insurance scheme, the budgets, and
-- what the institutions applied for and were paid.
CREATE OR REPLACE TEMP TABLE fund_flow AS
WITH month AS (
    SELECT
        no, CAST(
            date_trunc('month', getvariable('as_of') + 1) - INTERVAL (36 - no) MONTH AS DATE
        ) AS month_day
    FROM range(36) AS m (no)
)

SELECT
    m.no, m.month_day, s.insutype, s.incexpd_flag, s.subj_code, s.subj_name,
    s.budget_permille::INTEGER AS budget_permille,
    getvariable('persons') * s.fen_per_person::BIGINT
    * (12000 + s.growth_permille::INTEGER * m.no) // 12000
    * (1000 + CASE s.season
        WHEN '1' THEN [60, -60, 5, 5, 0, -10, 0, -10, 0, 5, 15, 30][month(m.month_day)]
        ELSE 0 END) // 1000
    * (1000 + roll('fund', m.no * 100 + s.subj_code::INTEGER + s.insutype::INTEGER * 7, 25) - 12)
    // 1000 AS amount,
    f.insured_permille, f.opening_months
FROM month AS m
CROSS JOIN csv_fund_subjects AS s
INNER JOIN (
    VALUES ('310', 298, 6.6), ('390', 643, 2.4), ('410', 298, 8.5)
) AS f (insutype, insured_permille, opening_months) ON s.insutype = f.insutype;

INSERT INTO fund_incexpd_m BY NAME
WITH net AS (
    SELECT
        insutype, no,
        sum(CASE incexpd_flag WHEN '1' THEN amount ELSE -amount END)::BIGINT AS net,
        max(opening_months) AS opening_months,
        sum(CASE incexpd_flag WHEN '2' THEN amount ELSE 0 END)::BIGINT AS expense
    FROM fund_flow
    GROUP BY insutype, no
),

balance AS (
    SELECT
        insutype, no,
        (first_value(expense) OVER by_month * 10 * (opening_months * 10)::INTEGER // 100
         + sum(net) OVER by_month)::BIGINT AS end_balance,
        net
    FROM net
    WINDOW by_month AS (PARTITION BY insutype ORDER BY no)
)

SELECT
    strftime(f.month_day, '%Y%m') AS rpt_ym, year(f.month_day)::VARCHAR AS year,
    '329981' AS poolarea_no, '329981' AS admdvs, f.insutype, f.incexpd_flag, f.subj_code,
    f.subj_name, yuan(b.end_balance - b.net) AS bgn_balc, yuan(f.amount) AS crt_amt,
    yuan(sum(f.amount) OVER (
        PARTITION BY f.insutype, f.subj_code, year(f.month_day) ORDER BY f.no
    )) AS cum_amt,
    yuan(b.end_balance) AS end_balc,
    getvariable('persons') * f.insured_permille // 1000 + f.no * 3 AS insu_psncnt
FROM fund_flow AS f
INNER JOIN balance AS b ON f.insutype = b.insutype AND f.no = b.no
ORDER BY rpt_ym, f.insutype, f.subj_code;

-- Budgets are made in whole 千元, from what the year would take at an even pace.
INSERT INTO fund_bdgt_y BY NAME
SELECT
    year(month_day)::VARCHAR AS year, '329981' AS poolarea_no, '329981' AS admdvs, insutype,
    incexpd_flag,
    (sum(amount * budget_permille // 1000) / count(DISTINCT month_day) * 12 / 100000)::BIGINT
    * 1000 AS bdgt_amt
FROM fund_flow
GROUP BY year(month_day), insutype, incexpd_flag
ORDER BY year, insutype, incexpd_flag;

INSERT INTO medins_clr_appy_d BY NAME
WITH due AS (
    SELECT
        s.fixmedins_code, s.insutype, s.clr_type,
        CAST(date_trunc('month', s.setl_time) AS DATE) AS month_day,
        count(*) AS psntime, sum(s.medfee_sumamt) AS medfee_sumamt,
        sum(s.medfee_sumamt - s.fulamt_ownpay_amt) AS med_sumfee,
        sum(s.fund_pay_sumamt) AS fund_appy_sum, sum(s.cash_payamt) AS cash_payamt,
        sum(s.acct_pay) AS acct_pay
    FROM setl_d AS s
    WHERE s.vali_flag = '1' AND s.pay_loc = '2'
    GROUP BY ALL
    HAVING sum(s.fund_pay_sumamt) > 0
),

applied AS (
    SELECT
        d.*, i.zeal, i.inst_no,
        i.inst_no::BIGINT * 100000 + d.insutype::INTEGER * 100 + d.clr_type::INTEGER AS payee,
        CAST(d.month_day + INTERVAL 1 MONTH AS DATE) + 4
            + roll('applies', i.inst_no * 1000 + month(d.month_day), 6) AS appy_date
    FROM due AS d
    INNER JOIN institution_draft AS i ON d.fixmedins_code = i.code
),

paid AS (
    SELECT
        *,
        fund_appy_sum * roll('deducted', payee + month(month_day), 12) // 1000 AS dedu_amt,
        CASE
            -- The bureau is behind with a few institutions whose bills it disputes.
            WHEN zeal >= 140 AND appy_date > getvariable('as_of') - 150 THEN NULL
            WHEN chance('paid late', payee * 400 + year(month_day) * 12 + month(month_day), 6)
                THEN appy_date + 50 + roll('pays', payee + month(month_day), 30)
            ELSE appy_date + 20 + roll('pays', payee + month(month_day), 15)
        END AS pay_date
    FROM applied
    WHERE appy_date <= getvariable('as_of')
)

SELECT
    '329981Q' || number_text(payee, 9) || strftime(month_day, '%Y%m') AS clr_appy_evt_id,
    fixmedins_code, clr_type, CASE clr_type WHEN '21' THEN 'DIP' ELSE '项目' END AS clr_way,
    strftime(month_day, '%Y%m') AS setlym, insutype, psntime, medfee_sumamt, med_sumfee,
    fund_appy_sum, cash_payamt, acct_pay, month_day AS begndate, last_day(month_day) AS enddate,
    '1' AS stmt_rslt, appy_date,
    CASE WHEN pay_date <= getvariable('as_of') THEN dedu_amt END AS dedu_amt,
    CASE WHEN pay_date <= getvariable('as_of') THEN fund_appy_sum - dedu_amt END AS act_dfr_amt,
    CASE WHEN pay_date <= getvariable('as_of') THEN pay_date END AS dfr_time, '1' AS vali_flag
FROM paid
ORDER BY clr_appy_evt_id;

INSERT INTO kb_pair BY NAME SELECT * EXCLUDE (file_row) FROM csv_kb_pair;
INSERT INTO kb_item BY NAME SELECT * EXCLUDE (file_row) FROM csv_kb_item;
