/*
title  = "有效医疗救助支付"
grain  = "一笔有效的医疗救助支付一行"
tables = ["maf_pay_d", "setl_d"]
note   = """
金额大于零、记录有效、所属结算未退费的支付。服务日期取所属结算（先按结算ID，再按就诊ID）的开始日期；
找不到结算的手工支付用受理日期，再用支付日期。"""
*/
WITH visited AS (
    SELECT
        s.mdtrt_id,
        min(coalesce(s.begndate, s.enddate, s.setl_date)) AS begn_date
    FROM net_setl AS s
    WHERE s.mdtrt_id IN (SELECT m.mdtrt_id FROM maf_pay_d AS m)
    GROUP BY s.mdtrt_id
)

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
    coalesce(s.begndate, v.begn_date, a.accp_date, CAST(a.setl_time AS DATE)) AS serv_date,
    coalesce(CAST(a.setl_time AS DATE), a.accp_date) AS pay_date
FROM maf_pay_d AS a
LEFT JOIN net_setl AS s ON s.setl_id = a.setl_id
LEFT JOIN visited AS v ON v.mdtrt_id = a.mdtrt_id
WHERE
    coalesce(a.vali_flag, '1') = '1'
    AND a.maf_pay > 0
    AND NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = a.setl_id)
