/*
code      = "F08"
title     = "财政供养单位缴费到位率"
formula   = "截至当日到账的医保费 ÷ 到期应缴的医保费（单位 + 个人）"
unit      = "%"
parts     = ["万元", "万元"]
direction = "高好"
compare   = "值"
yellow    = 1
red       = 0.98
domain    = "基金"
basis     = ["方案：通川2025专项整治责任分工，财政供养单位医保费足额到位", "默认：低于 98% 为红"]
tables    = ["emp_clct_detl_d", "insu_emp_info_b"]
columns   = [
    "insu_emp_info_b.emp_type",
    "emp_clct_detl_d.cashym",
    "emp_clct_detl_d.emp_clct_amt|psn_clct_amt",
    "emp_clct_detl_d.arvl_date|intsury_time|clct_flag|act_clct_amt",
]
rows      = "fund/employers_in_arrears"
note      = """
所属期月末后 15 天到期，本年一月起累计；以前各期按当期到期日到账的算，最近一期按截至日。财政供养单位按单位类型里的文字认（机关、事业、参公、人民团体、财政、全额拨款），
与规则 R81 的默认值相同；类型只写代码的认不出。分项是险种和单位类型。"""
*/

WITH month AS (
    SELECT DISTINCT
        cashym AS period,
        month_end_date + 15 AS due_on
    FROM mart_employer_pay_total
    WHERE month_end_date + 15 < $as_of
),

shown AS (
    SELECT
        period,
        CASE
            WHEN row_number() OVER (ORDER BY period DESC) = 1 THEN CAST($as_of AS DATE)
            ELSE due_on
        END AS at_day
    FROM month
    WHERE
        left(period, 4) = (SELECT max(left(m.period, 4)) FROM month AS m)
        OR left(period, 4) || '01' >= (SELECT min(m.period) FROM month AS m)
),

counted AS (
    SELECT
        shown.period,
        pay.insutype,
        pay.emp_type,
        pay.due_yuan,
        CASE WHEN coalesce(pay.arrived_date <= shown.at_day, TRUE) THEN pay.paid_yuan ELSE 0 END
            AS paid_yuan
    FROM shown
    INNER JOIN mart_employer_pay_total AS pay
        ON left(pay.cashym, 4) = left(shown.period, 4) AND pay.cashym <= shown.period
)

SELECT
    CASE
        WHEN grouping(insutype) = 0 THEN 'insutype'
        WHEN grouping(emp_type) = 0 THEN 'emp_type'
        ELSE 'all'
    END AS dimension,
    CASE
        WHEN grouping(insutype) = 0 THEN insutype
        WHEN grouping(emp_type) = 0 THEN emp_type
        ELSE 'all'
    END AS member,
    period,
    round(sum(paid_yuan), 2) AS numerator,
    round(sum(due_yuan), 2) AS denominator,
    round(sum(paid_yuan), 2) / nullif(round(sum(due_yuan), 2), 0) AS value
FROM counted
GROUP BY GROUPING SETS ((period), (period, insutype), (period, emp_type))
HAVING sum(due_yuan) > 0
ORDER BY dimension, member, period
