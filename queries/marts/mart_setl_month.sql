/*
title  = "结算月度汇总"
grain  = "一个结算月、机构、险种、就医类型（住院/门诊/药店/其他）一行；没有结算日期的归入“未注明”"
tables = ["net_setl", "med_kind"]
note   = """
就医类型按医疗类别归类（med_kind）；没有 med_type 的归其他。
visits 是人次：同一人、同一机构、同一天算一次。各人次可跨月相加，人数不可。
"""
*/
WITH settled AS (
    SELECT
        coalesce(strftime(setl_date, '%Y%m'), '未注明') AS ym,
        fixmedins_code,
        insutype,
        coalesce(kind.care, '其他') AS care,
        -- Without a person or a day two settlements cannot be shown to be one visit.
        coalesce(psn_no, setl_id) AS person,
        coalesce(strftime(setl_date, '%Y%m%d'), setl_id) AS day,
        medfee_sumamt,
        fund_pay_sumamt,
        inscp_amt,
        fulamt_ownpay_amt,
        acct_pay,
        cash_payamt
    FROM net_setl
    LEFT JOIN med_kind AS kind USING (med_type)
),
visited AS (
    SELECT
        ym, fixmedins_code, insutype, care, person, day,
        count(*) AS setls,
        sum(medfee_sumamt) AS medfee_yuan,
        sum(fund_pay_sumamt) AS fund_yuan,
        sum(inscp_amt) AS inscp_yuan,
        sum(fulamt_ownpay_amt) AS ownpay_yuan,
        sum(acct_pay) AS acct_yuan,
        sum(cash_payamt) AS cash_yuan
    FROM settled
    GROUP BY ym, fixmedins_code, insutype, care, person, day
)
SELECT
    ym,
    fixmedins_code,
    insutype,
    care,
    count(*) AS visits,
    CAST(sum(setls) AS BIGINT) AS setls,
    CAST(sum(medfee_yuan) AS DECIMAL(18, 2)) AS medfee_yuan,
    CAST(sum(fund_yuan) AS DECIMAL(18, 2)) AS fund_yuan,
    CAST(sum(inscp_yuan) AS DECIMAL(18, 2)) AS inscp_yuan,
    CAST(sum(ownpay_yuan) AS DECIMAL(18, 2)) AS ownpay_yuan,
    CAST(sum(acct_yuan) AS DECIMAL(18, 2)) AS acct_yuan,
    CAST(sum(cash_yuan) AS DECIMAL(18, 2)) AS cash_yuan
FROM visited
GROUP BY ym, fixmedins_code, insutype, care
ORDER BY ym, fixmedins_code, insutype, care
