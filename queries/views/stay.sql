/*
title  = "有效住院"
grain  = "一次有效住院（一个就诊ID）一行"
tables = ["mdtrt_d", "setl_d", "fixmedins_b"]
date   = "adm_date"
note   = """
中途结算合并为一次住院；结算全部退费或无效的不算住院；没有结算的金额为空。
住院天数算头不算尾，当日出入院算 1 天；缺日期时用上报的住院天数。没有出院科室时用入院科室。"""
*/
WITH admitted AS (
    SELECT
        m.mdtrt_id,
        m.psn_no,
        m.insutype,
        m.fixmedins_code,
        m.hosp_lv,
        m.ipt_days,
        m.inhosp_stas,
        m.dscg_maindiag_code,
        m.dscg_dept_name,
        m.adm_dept_name,
        m.dscg_way,
        CAST(m.begntime AS DATE) AS adm_date,
        CAST(m.endtime AS DATE) AS dscg_date
    FROM mdtrt_d AS m
    WHERE
        coalesce(m.vali_flag, '1') = '1'
        AND (
            left(m.med_type, 2) BETWEEN '21' AND '29'
            OR left(m.med_type, 2) IN ('52', '55', '92')
            OR left(m.med_type, 4) IN ('9934', '5302')
            OR left(m.med_type, 6) = '990301'
            OR (m.med_type IS NULL AND m.ipt_days > 0)
        )
),

settled AS (
    SELECT
        s.mdtrt_id,
        max(s.setl_date) AS setl_date,
        CAST(sum(s.medfee_sumamt) AS DECIMAL(18, 2)) AS medfee_sumamt,
        CAST(sum(s.fund_pay_sumamt) AS DECIMAL(18, 2)) AS fund_pay_sumamt,
        CAST(sum(s.inscp_amt) AS DECIMAL(18, 2)) AS inscp_amt,
        CAST(sum(s.fulamt_ownpay_amt) AS DECIMAL(18, 2)) AS fulamt_ownpay_amt
    FROM net_setl AS s
    WHERE s.mdtrt_id IN (SELECT a.mdtrt_id FROM admitted AS a)
    GROUP BY s.mdtrt_id
)

SELECT
    a.mdtrt_id,
    a.psn_no,
    a.insutype,
    a.fixmedins_code,
    i.medins_mgtcode,
    coalesce(a.hosp_lv, i.hosp_lv) AS hosp_lv,
    a.adm_date,
    a.dscg_date,
    CASE
        WHEN a.dscg_date >= a.adm_date
            THEN greatest(1, CAST(date_diff('day', a.adm_date, a.dscg_date) AS INTEGER))
        WHEN a.ipt_days > 0 THEN a.ipt_days
    END AS stay_days,
    -- Where the platform does not say, no discharge and no days means the patient is still in.
    a.adm_date IS NOT NULL
    AND a.dscg_date IS NULL
    AND coalesce(a.inhosp_stas = '1', coalesce(a.ipt_days, 0) <= 0) AS still_in,
    a.dscg_maindiag_code,
    left(a.dscg_maindiag_code, 3) AS diag3,
    coalesce(a.dscg_dept_name, a.adm_dept_name) AS dscg_dept_name,
    a.dscg_way,
    s.setl_date,
    s.medfee_sumamt,
    s.fund_pay_sumamt,
    s.inscp_amt,
    s.fulamt_ownpay_amt
FROM admitted AS a
LEFT JOIN settled AS s ON s.mdtrt_id = a.mdtrt_id
LEFT JOIN fixmedins_b AS i
    ON i.fixmedins_code = a.fixmedins_code AND coalesce(i.vali_flag, '1') = '1'
WHERE
    s.mdtrt_id IS NOT NULL
    OR NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.mdtrt_id = a.mdtrt_id)
