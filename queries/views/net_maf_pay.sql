/*
title  = "有效医疗救助支付"
grain  = "一笔有效的医疗救助支付一行"
tables = ["maf_pay_d", "setl_d"]
note   = """
金额大于零、记录有效、所属结算未退费的支付。服务日期 serv_date 取所属就诊最早的结算开始日期，
账单日期 bill_date 取所属结算自己的开始日期；找不到结算的手工支付用受理日期，再用支付日期。"""
*/
WITH linked AS (
    SELECT
        a.maf_pay_id,
        a.setl_id,
        coalesce(a.mdtrt_id, s.mdtrt_id) AS mdtrt_id,
        a.psn_no,
        coalesce(a.fixmedins_code, s.fixmedins_code) AS fixmedins_code,
        a.psn_idet_type,
        coalesce(a.maf_type, a.fund_pay_type) AS maf_type,
        a.pay_way,
        a.medfee_sumamt,
        a.hifp_pay,
        a.hifmi_pay,
        a.hifob_pay,
        a.maf_pay,
        s.invono,
        coalesce(s.begndate, s.enddate, s.setl_date) AS begn_date,
        a.accp_date,
        CAST(a.setl_time AS DATE) AS paid_date
    FROM maf_pay_d AS a
    LEFT JOIN net_setl AS s ON s.setl_id = a.setl_id
    WHERE
        coalesce(a.vali_flag, '1') = '1'
        AND a.maf_pay > 0
        AND NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = a.setl_id)
),

-- Interim settlements are one visit: it began with the first of them.
visit AS (
    SELECT
        s.mdtrt_id,
        min(coalesce(s.begndate, s.enddate, s.setl_date)) AS begn_date
    FROM net_setl AS s
    WHERE s.mdtrt_id IN (SELECT l.mdtrt_id FROM linked AS l)
    GROUP BY s.mdtrt_id
)

SELECT
    l.maf_pay_id,
    l.setl_id,
    l.mdtrt_id,
    l.psn_no,
    l.fixmedins_code,
    l.psn_idet_type,
    l.maf_type,
    l.pay_way,
    l.medfee_sumamt,
    l.hifp_pay,
    l.hifmi_pay,
    l.hifob_pay,
    l.maf_pay,
    l.invono,
    coalesce(v.begn_date, l.begn_date, l.accp_date, l.paid_date) AS serv_date,
    coalesce(l.begn_date, v.begn_date, l.accp_date, l.paid_date) AS bill_date,
    coalesce(l.paid_date, l.accp_date) AS pay_date
FROM linked AS l
LEFT JOIN visit AS v ON v.mdtrt_id = l.mdtrt_id
