/*
title  = "救助对象就医与负担"
grain  = "一个结算月、救助身份、就医类型、镇街一行；金额单位元"
tables = ["net_setl", "med_kind", "aid_person", "person", "net_maf_pay"]
note   = """
就诊开始日身份有效的救助对象的结算，不含药店购药和其他；一人有几种身份的取代码最小的一种。
自付 own_yuan = 符合范围金额 − 基金支付总额（含一站式救助）− 没有并入结算的医疗救助，逐笔不小于零；
没有写明结算的手工救助按服务月份冲减，另列在 care 为“未对上结算”的行，own_yuan 为负数。
"""
*/
-- Assistance of a bill that the settlement itself does not show.
WITH aided AS (
    SELECT
        setl_id,
        sum(maf_pay) AS maf_pay
    FROM net_maf_pay
    WHERE setl_id IS NOT NULL
    GROUP BY setl_id
),

cared AS (
    SELECT
        setl.setl_id,
        setl.psn_no,
        coalesce(strftime(setl.setl_date, '%Y%m'), '未注明') AS ym,
        kind.care,
        coalesce(setl.begndate, setl.enddate, setl.setl_date) AS begn_date,
        setl.inscp_amt,
        greatest(
            setl.inscp_amt - setl.fund_pay_sumamt
            - greatest(coalesce(aided.maf_pay, 0) - coalesce(setl.maf_pay, 0), 0),
            0
        ) AS own_amt
    FROM net_setl AS setl
    INNER JOIN med_kind AS kind ON kind.med_type = setl.med_type AND kind.care IN ('住院', '门诊')
    LEFT JOIN aided ON aided.setl_id = setl.setl_id
    WHERE
        setl.psn_no IN (SELECT psn_no FROM aid_person)
        AND setl.inscp_amt IS NOT NULL
        AND setl.fund_pay_sumamt IS NOT NULL
    UNION ALL
    SELECT
        maf_pay_id,
        psn_no,
        coalesce(strftime(serv_date, '%Y%m'), '未注明'),
        '未对上结算',
        serv_date,
        0,
        -maf_pay
    FROM net_maf_pay
    WHERE setl_id IS NULL AND coalesce(pay_way, '2') <> '1'
),

identified AS (
    SELECT
        cared.*,
        (
            SELECT min(aid.psn_idet_type)
            FROM aid_person AS aid
            WHERE
                aid.psn_no = cared.psn_no
                AND coalesce(aid.begn_date, cared.begn_date) <= cared.begn_date
                AND coalesce(aid.end_date, cared.begn_date) >= cared.begn_date
        ) AS psn_idet_type
    FROM cared
)

SELECT
    identified.ym,
    identified.psn_idet_type,
    identified.care,
    person.town_name,
    count(*) AS setls,
    CAST(sum(identified.inscp_amt) AS DECIMAL(18, 2)) AS inscp_yuan,
    CAST(sum(identified.own_amt) AS DECIMAL(18, 2)) AS own_yuan
FROM identified
LEFT JOIN person USING (psn_no)
WHERE identified.psn_idet_type IS NOT NULL
GROUP BY identified.ym, identified.psn_idet_type, identified.care, person.town_name
ORDER BY identified.ym, identified.psn_idet_type, identified.care, person.town_name
