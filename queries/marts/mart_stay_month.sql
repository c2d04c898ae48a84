/*
title  = "住院月度汇总"
grain  = "一种口径（结算/出院）、一个月、机构、险种一行；没有日期的归入“未注明”"
tables = ["stay"]
note   = """
一次住院算一人次。结算口径按最后一次结算的月份，尚未结算的不算；出院口径按出院月份，仍在院的不算。
heads_* 是当年第一次出现的人数（全区、本险种、本机构、本机构本险种），因此从一月起累加就是年累计的不重复人数；
没有人员编号的不计人头。stays_days 是知道天数的人次。
"""
*/
WITH placed AS (
    SELECT
        basis,
        CASE basis WHEN '结算' THEN setl_date ELSE dscg_date END AS on_date,
        mdtrt_id, psn_no, insutype, fixmedins_code, stay_days,
        medfee_sumamt, fund_pay_sumamt, inscp_amt, fulamt_ownpay_amt
    FROM stay
    CROSS JOIN (VALUES ('结算'), ('出院')) AS kind (basis)
    WHERE
        (basis = '结算' AND (setl_date IS NOT NULL OR medfee_sumamt IS NOT NULL))
        OR (basis = '出院' AND (dscg_date IS NOT NULL OR stay_days IS NOT NULL))
),
dated AS (
    SELECT
        *,
        coalesce(strftime(on_date, '%Y%m'), '未注明') AS ym,
        coalesce(strftime(on_date, '%Y'), '未注明') AS on_year
    FROM placed
),
counted AS (
    SELECT
        *,
        psn_no IS NOT NULL AND row_number() OVER (
            PARTITION BY basis, on_year, psn_no ORDER BY ym, mdtrt_id
        ) = 1 AS is_new,
        psn_no IS NOT NULL AND row_number() OVER (
            PARTITION BY basis, on_year, psn_no, insutype ORDER BY ym, mdtrt_id
        ) = 1 AS is_new_insutype,
        psn_no IS NOT NULL AND row_number() OVER (
            PARTITION BY basis, on_year, psn_no, fixmedins_code ORDER BY ym, mdtrt_id
        ) = 1 AS is_new_institution
    FROM dated
)
SELECT
    basis,
    ym,
    fixmedins_code,
    insutype,
    count(*) AS stays,
    count(stay_days) AS stays_days,
    CAST(sum(stay_days) AS BIGINT) AS stay_days,
    count(*) FILTER (WHERE is_new) AS heads_new,
    count(*) FILTER (WHERE is_new_insutype) AS heads_new_insutype,
    count(*) FILTER (WHERE is_new_institution) AS heads_new_institution,
    CAST(sum(medfee_sumamt) AS DECIMAL(18, 2)) AS medfee_yuan,
    CAST(sum(fund_pay_sumamt) AS DECIMAL(18, 2)) AS fund_yuan,
    CAST(sum(inscp_amt) AS DECIMAL(18, 2)) AS inscp_yuan,
    CAST(sum(fulamt_ownpay_amt) AS DECIMAL(18, 2)) AS ownpay_yuan
FROM counted
GROUP BY basis, ym, fixmedins_code, insutype
ORDER BY basis, ym, fixmedins_code, insutype
