/*
title  = "就医年累计"
grain  = "一个月（年初累计到该月）、一个维度的一个成员一行；金额单位元"
tables = ["mart_month", "mart_setl_month", "mart_stay_month"]
note   = """
维度 all 全区、insutype 险种、fixmedins_code 机构。stays、heads、stay_* 是住院，按结算月份；days_stays、stay_days 按出院月份；
visits、visit_* 是门诊；其余是全部结算。heads 是年累计不重复人数，不可跨成员相加。“未注明”不按年分。
"""
*/
-- A member without any case in a month still has its total of the year up to that month.
WITH counted AS (
    SELECT
        upto.ym AS upto_ym,
        part.ym
    FROM mart_month AS upto
    INNER JOIN mart_month AS part
        ON part.in_year = upto.in_year AND part.month_no <= upto.month_no
    UNION ALL
    SELECT
        '未注明',
        '未注明'
),

stayed AS (
    SELECT
        CASE
            WHEN grouping(fixmedins_code) = 0 THEN 'fixmedins_code'
            WHEN grouping(insutype) = 0 THEN 'insutype'
            ELSE 'all'
        END AS dimension,
        CASE
            WHEN grouping(fixmedins_code) = 0 THEN coalesce(fixmedins_code, '未注明')
            WHEN grouping(insutype) = 0 THEN coalesce(insutype, '未注明')
            ELSE 'all'
        END AS member,
        upto_ym AS ym,
        sum(stays) FILTER (WHERE basis = '结算') AS stays,
        CASE
            WHEN grouping(fixmedins_code) = 0
                THEN sum(heads_new_institution) FILTER (WHERE basis = '结算')
            WHEN grouping(insutype) = 0
                THEN sum(heads_new_insutype) FILTER (WHERE basis = '结算')
            ELSE sum(heads_new) FILTER (WHERE basis = '结算')
        END AS heads,
        sum(medfee_yuan) FILTER (WHERE basis = '结算') AS stay_medfee_yuan,
        sum(fund_yuan) FILTER (WHERE basis = '结算') AS stay_fund_yuan,
        sum(inscp_yuan) FILTER (WHERE basis = '结算') AS stay_inscp_yuan,
        sum(ownpay_yuan) FILTER (WHERE basis = '结算') AS stay_ownpay_yuan,
        sum(stays_days) FILTER (WHERE basis = '出院') AS days_stays,
        sum(stay_days) FILTER (WHERE basis = '出院') AS stay_days
    FROM counted
    INNER JOIN mart_stay_month USING (ym)
    GROUP BY GROUPING SETS ((upto_ym), (upto_ym, insutype), (upto_ym, fixmedins_code))
),

settled AS (
    SELECT
        CASE
            WHEN grouping(fixmedins_code) = 0 THEN 'fixmedins_code'
            WHEN grouping(insutype) = 0 THEN 'insutype'
            ELSE 'all'
        END AS dimension,
        CASE
            WHEN grouping(fixmedins_code) = 0 THEN coalesce(fixmedins_code, '未注明')
            WHEN grouping(insutype) = 0 THEN coalesce(insutype, '未注明')
            ELSE 'all'
        END AS member,
        upto_ym AS ym,
        sum(visits) FILTER (WHERE care = '门诊') AS visits,
        sum(medfee_yuan) FILTER (WHERE care = '门诊') AS visit_medfee_yuan,
        sum(setls) AS setls,
        sum(medfee_yuan) AS medfee_yuan,
        sum(fund_yuan) AS fund_yuan,
        sum(inscp_yuan) AS inscp_yuan,
        sum(ownpay_yuan) AS ownpay_yuan
    FROM counted
    INNER JOIN mart_setl_month USING (ym)
    GROUP BY GROUPING SETS ((upto_ym), (upto_ym, insutype), (upto_ym, fixmedins_code))
)

SELECT
    ym,
    dimension,
    member,
    CAST(stays AS BIGINT) AS stays,
    CAST(heads AS BIGINT) AS heads,
    CAST(stay_medfee_yuan AS DECIMAL(18, 2)) AS stay_medfee_yuan,
    CAST(stay_fund_yuan AS DECIMAL(18, 2)) AS stay_fund_yuan,
    CAST(stay_inscp_yuan AS DECIMAL(18, 2)) AS stay_inscp_yuan,
    CAST(stay_ownpay_yuan AS DECIMAL(18, 2)) AS stay_ownpay_yuan,
    CAST(days_stays AS BIGINT) AS days_stays,
    CAST(stay_days AS BIGINT) AS stay_days,
    CAST(visits AS BIGINT) AS visits,
    CAST(visit_medfee_yuan AS DECIMAL(18, 2)) AS visit_medfee_yuan,
    CAST(setls AS BIGINT) AS setls,
    CAST(medfee_yuan AS DECIMAL(18, 2)) AS medfee_yuan,
    CAST(fund_yuan AS DECIMAL(18, 2)) AS fund_yuan,
    CAST(inscp_yuan AS DECIMAL(18, 2)) AS inscp_yuan,
    CAST(ownpay_yuan AS DECIMAL(18, 2)) AS ownpay_yuan
FROM stayed
FULL JOIN settled USING (dimension, member, ym)
ORDER BY ym, dimension, member
