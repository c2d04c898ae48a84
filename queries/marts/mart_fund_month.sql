/*
title  = "基金收支月度汇总"
grain  = "一个险种、一个月一行；金额单位元；不含个人账户（fund_pay_type 310200）"
tables = ["fund_incexpd_m", "fund_bdgt_y"]
note   = """
各科目相加；有明细科目时不再加“合计”行。期末结余是整个基金的结余，在当月每行重复，取一次；有几个统筹区时各取一次再相加。
当月发生额没有填时，用本月累计减上月累计；上月缺报时为空，不按零计。
本年累计没有填时，用本年各月发生额相加；中间缺月时为空。预算按年，有调整预算时用调整后的。
"""
*/
WITH marked AS (
    SELECT
        rpt_ym, poolarea_no, admdvs, fund_pay_type, insutype, incexpd_flag,
        bgn_balc, end_balc, insu_psncnt, crt_amt, cum_amt,
        coalesce(subj_name LIKE '%合计%' OR subj_name LIKE '%总计%', FALSE) AS is_total
    FROM fund_incexpd_m
    WHERE length(rpt_ym) = 6 AND coalesce(fund_pay_type, '') <> '310200'
),
flow AS (
    SELECT
        rpt_ym, poolarea_no, admdvs, fund_pay_type, insutype, incexpd_flag,
        coalesce(
            sum(crt_amt) FILTER (WHERE NOT is_total), sum(crt_amt) FILTER (WHERE is_total)
        ) AS crt_yuan,
        coalesce(
            sum(cum_amt) FILTER (WHERE NOT is_total), sum(cum_amt) FILTER (WHERE is_total)
        ) AS cum_yuan,
        max(bgn_balc) AS begin_yuan,
        max(end_balc) AS end_yuan,
        max(insu_psncnt) AS persons
    FROM marked
    GROUP BY rpt_ym, poolarea_no, admdvs, fund_pay_type, insutype, incexpd_flag
),
fund AS (
    SELECT
        rpt_ym, poolarea_no, admdvs, fund_pay_type, insutype,
        sum(crt_yuan) FILTER (WHERE incexpd_flag = '1') AS income_yuan,
        sum(crt_yuan) FILTER (WHERE incexpd_flag = '2') AS expense_yuan,
        sum(cum_yuan) FILTER (WHERE incexpd_flag = '1') AS income_cum_yuan,
        sum(cum_yuan) FILTER (WHERE incexpd_flag = '2') AS expense_cum_yuan,
        max(begin_yuan) AS begin_yuan,
        max(end_yuan) AS end_yuan,
        max(persons) AS persons
    FROM flow
    GROUP BY rpt_ym, poolarea_no, admdvs, fund_pay_type, insutype
),
reported AS (
    SELECT
        insutype,
        rpt_ym,
        left(rpt_ym, 4) AS fund_year,
        CAST(right(rpt_ym, 2) AS INTEGER) AS month_no,
        sum(income_yuan) AS income_yuan,
        sum(expense_yuan) AS expense_yuan,
        sum(income_cum_yuan) AS income_cum_yuan,
        sum(expense_cum_yuan) AS expense_cum_yuan,
        sum(begin_yuan) AS begin_balance_yuan,
        sum(end_yuan) AS end_balance_yuan,
        sum(persons) AS insured_persons
    FROM fund
    GROUP BY insutype, rpt_ym
),
stepped AS (
    SELECT
        *,
        lag(month_no) OVER same_year AS last_month_no,
        lag(income_cum_yuan) OVER same_year AS last_income_cum_yuan,
        lag(expense_cum_yuan) OVER same_year AS last_expense_cum_yuan
    FROM reported
    WINDOW same_year AS (PARTITION BY insutype, fund_year ORDER BY rpt_ym)
),
filled AS (
    SELECT
        * REPLACE (
            CASE
                WHEN income_yuan IS NOT NULL THEN income_yuan
                WHEN month_no = 1 THEN income_cum_yuan
                WHEN last_month_no = month_no - 1 THEN income_cum_yuan - last_income_cum_yuan
            END AS income_yuan,
            CASE
                WHEN expense_yuan IS NOT NULL THEN expense_yuan
                WHEN month_no = 1 THEN expense_cum_yuan
                WHEN last_month_no = month_no - 1 THEN expense_cum_yuan - last_expense_cum_yuan
            END AS expense_yuan
        )
    FROM stepped
),
added AS (
    SELECT
        * REPLACE (
            CASE
                WHEN income_cum_yuan IS NOT NULL THEN income_cum_yuan
                WHEN count(income_yuan) OVER so_far = month_no THEN sum(income_yuan) OVER so_far
            END AS income_cum_yuan,
            CASE
                WHEN expense_cum_yuan IS NOT NULL THEN expense_cum_yuan
                WHEN count(expense_yuan) OVER so_far = month_no THEN sum(expense_yuan) OVER so_far
            END AS expense_cum_yuan
        )
    FROM filled
    WINDOW so_far AS (PARTITION BY insutype, fund_year ORDER BY rpt_ym)
),
budget AS (
    SELECT
        insutype,
        year AS fund_year,
        sum(coalesce(bdgt_adj_amt, bdgt_amt)) FILTER (WHERE incexpd_flag = '1') AS income_yuan,
        sum(coalesce(bdgt_adj_amt, bdgt_amt)) FILTER (WHERE incexpd_flag = '2') AS expense_yuan
    FROM (
        SELECT
            *,
            coalesce(subj_name LIKE '%合计%' OR subj_name LIKE '%总计%', FALSE) AS is_total,
            count(*) FILTER (
                WHERE NOT coalesce(subj_name LIKE '%合计%' OR subj_name LIKE '%总计%', FALSE)
            ) OVER (PARTITION BY insutype, year, incexpd_flag) AS parts
        FROM fund_bdgt_y
        WHERE coalesce(fund_pay_type, '') <> '310200'
    )
    WHERE NOT is_total OR parts = 0
    GROUP BY insutype, year
)
SELECT
    added.insutype,
    added.rpt_ym,
    added.month_no,
    last_day(make_date(CAST(fund_year AS INTEGER), month_no, 1)) AS month_end_date,
    CAST(added.income_yuan AS DECIMAL(18, 2)) AS income_yuan,
    CAST(added.expense_yuan AS DECIMAL(18, 2)) AS expense_yuan,
    CAST(income_cum_yuan AS DECIMAL(18, 2)) AS income_cum_yuan,
    CAST(expense_cum_yuan AS DECIMAL(18, 2)) AS expense_cum_yuan,
    CAST(begin_balance_yuan AS DECIMAL(18, 2)) AS begin_balance_yuan,
    CAST(end_balance_yuan AS DECIMAL(18, 2)) AS end_balance_yuan,
    CAST(insured_persons AS BIGINT) AS insured_persons,
    CAST(budget.income_yuan AS DECIMAL(18, 2)) AS income_budget_yuan,
    CAST(budget.expense_yuan AS DECIMAL(18, 2)) AS expense_budget_yuan
FROM added
LEFT JOIN budget USING (insutype, fund_year)
ORDER BY insutype, rpt_ym
