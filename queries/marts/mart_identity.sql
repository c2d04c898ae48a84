/*
title  = "勾稽核对"
grain  = "一项勾稽关系一行：核对多少行、多少行不平"
tables = ["net_setl", "fund_incexpd_m"]
note   = """
结算逐笔核对，相差超过 1 分为不平；等式里必有的列为空的不核对，各项基金为空的按零。
账户共济在各地有的含在个人账户支付内、有的另计，两种都算平。
月报逐险种逐基金核对，不含个人账户；合计行与明细行都有的只用明细；缺月的不核对。没有数据的勾稽关系不列。
"""
*/
WITH settled AS (
    SELECT
        abs(
            medfee_sumamt - fulamt_ownpay_amt - inscp_amt
            - coalesce(overlmt_selfpay, 0) - coalesce(preselfpay_amt, 0)
        ) > 0.01 AS scope_off,
        abs(medfee_sumamt - fund_pay_sumamt - psn_pay - coalesce(ownpay_hosp_part, 0)) > 0.01
            AS payer_off,
        abs(psn_pay - acct_pay - cash_payamt) > 0.01
        AND coalesce(abs(psn_pay - acct_pay - cash_payamt - acct_mulaid_pay) > 0.01, TRUE)
            AS person_off,
        abs(
            fund_pay_sumamt - hifp_pay - coalesce(cvlserv_pay, 0) - coalesce(hifes_pay, 0)
            - coalesce(hifmi_pay, 0) - coalesce(hifob_pay, 0) - coalesce(hifdm_pay, 0)
            - coalesce(maf_pay, 0) - coalesce(othfund_pay, 0)
        ) > 0.01 AS fund_off,
        fund_pay_sumamt > medfee_sumamt AS over_off
    FROM net_setl
),

marked AS (
    SELECT
        *,
        coalesce(subj_name LIKE '%合计%' OR subj_name LIKE '%总计%', FALSE) AS is_total
    FROM fund_incexpd_m
    WHERE length(rpt_ym) = 6 AND coalesce(fund_pay_type, '') <> '310200'
),

flow AS (
    SELECT
        rpt_ym,
        poolarea_no,
        admdvs,
        fund_pay_type,
        insutype,
        incexpd_flag,
        coalesce(
            sum(crt_amt) FILTER (WHERE NOT is_total), sum(crt_amt) FILTER (WHERE is_total)
        ) AS crt_amt,
        coalesce(
            sum(cum_amt) FILTER (WHERE NOT is_total), sum(cum_amt) FILTER (WHERE is_total)
        ) AS cum_amt,
        max(bgn_balc) AS bgn_balc,
        max(end_balc) AS end_balc
    FROM marked
    GROUP BY rpt_ym, poolarea_no, admdvs, fund_pay_type, insutype, incexpd_flag
),

fund AS (
    SELECT
        CAST(left(rpt_ym, 4) AS INTEGER) * 12 + CAST(right(rpt_ym, 2) AS INTEGER) AS month_no,
        poolarea_no,
        admdvs,
        fund_pay_type,
        insutype,
        sum(crt_amt) FILTER (WHERE incexpd_flag = '1') AS income,
        sum(crt_amt) FILTER (WHERE incexpd_flag = '2') AS expense,
        max(bgn_balc) AS bgn_balc,
        max(end_balc) AS end_balc
    FROM flow
    GROUP BY rpt_ym, poolarea_no, admdvs, fund_pay_type, insutype
),

carried AS (
    SELECT
        *,
        lag(month_no) OVER months = month_no - 1 AS is_next,
        lag(end_balc) OVER months AS last_balc
    FROM fund
    WINDOW months AS (
        PARTITION BY poolarea_no, admdvs, fund_pay_type, insutype ORDER BY month_no
    )
),

grown AS (
    SELECT
        crt_amt,
        cum_amt,
        lag(cum_amt) OVER months AS last_cum,
        right(rpt_ym, 2) = '01' AS is_first,
        CAST(lag(rpt_ym) OVER months AS INTEGER) = CAST(rpt_ym AS INTEGER) - 1 AS is_next
    FROM flow
    WINDOW months AS (
        PARTITION BY
            left(rpt_ym, 4), poolarea_no, admdvs, fund_pay_type, insutype, incexpd_flag
        ORDER BY rpt_ym
    )
),

checked AS (
    SELECT
        unnest([
            {'identity': '结算：总费用 = 全自费 + 超限价 + 先行自付 + 符合范围', 'off': scope_off},
            {'identity': '结算：总费用 = 基金支付 + 个人支付 + 医院负担', 'off': payer_off},
            {'identity': '结算：个人支付 = 个人账户 + 现金（+ 账户共济）', 'off': person_off},
            {'identity': '结算：基金支付 = 各项基金之和', 'off': fund_off},
            {'identity': '结算：基金支付不超过总费用', 'off': over_off}
        ]) AS one
    FROM settled
    UNION ALL
    SELECT
        {
            'identity': '月报：期初结余 + 收入 − 支出 = 期末结余',
            'off': abs(bgn_balc + income - expense - end_balc) > 0.01
        }
    FROM carried
    UNION ALL
    SELECT
        {
            'identity': '月报：本月期初结余 = 上月期末结余',
            'off': CASE WHEN is_next THEN abs(bgn_balc - last_balc) > 0.01 END
        }
    FROM carried
    UNION ALL
    SELECT
        {
            'identity': '月报：本月累计 = 上月累计 + 本月发生',
            'off': CASE
                WHEN is_first THEN abs(cum_amt - crt_amt) > 0.01
                WHEN is_next THEN abs(cum_amt - last_cum - crt_amt) > 0.01
            END
        }
    FROM grown
)

SELECT
    one.identity AS identity,
    count(one.off) AS checked_rows,
    count(*) FILTER (WHERE one.off) AS off_rows
FROM checked
GROUP BY one.identity
HAVING count(one.off) > 0
ORDER BY identity
