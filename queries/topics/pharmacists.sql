/*
title    = "各药师（近 12 个月）"
question = "哪些药师一个人在几家药店销售，处方药没有处方号的多？"
tables   = ["mart_pharmacist_month", "mart_staff"]
note     = """
截至日期前已过完的 12 个月；药店数按执业资格证号，没有证号只有姓名的不数（可能同名），一人在几家药店可能是挂证，须核查。
处方号占比 = 有处方号的处方药笔数 ÷ 处方药笔数。点一行看药师画像。"""

[columns]
kind           = "人员类别"
staff_key      = "人员代号"
staff_name     = "药师"
fixmedins_name = "药店"
stores         = "所在药店（家）"
sales          = "销售（笔）"
sales_day      = "日均（笔）"
rx_rate        = "处方号占比"
agent_rate     = "代购占比"
sale_amount    = "销售额（元）"
*/

WITH summed AS (
    SELECT
        fixmedins_code,
        phar_code,
        max(phar_code <> phar_name) AS has_number,
        sum(sales) AS sales,
        sum(days) AS days,
        sum(rx_sales) AS rx_sales,
        sum(rx_missing) AS rx_missing,
        sum(agent_sales) AS agent_sales,
        sum(sale_yuan) AS sale_yuan
    FROM mart_pharmacist_month
    WHERE
        ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
        AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
    GROUP BY fixmedins_code, phar_code
),

placed AS (
    SELECT
        *,
        fixmedins_code || '|' || phar_code AS member,
        CASE WHEN has_number THEN count(*) OVER (PARTITION BY phar_code) END AS stores
    FROM summed
)

SELECT
    w.kind,
    w.staff_key,
    w.staff_name,
    w.fixmedins_name,
    p.stores,
    CAST(p.sales AS BIGINT) AS sales,
    CAST(p.sales AS DOUBLE) / nullif(CAST(p.days AS DOUBLE), 0) AS sales_day,
    CAST(p.rx_sales - p.rx_missing AS DOUBLE) / nullif(CAST(p.rx_sales AS DOUBLE), 0) AS rx_rate,
    CAST(p.agent_sales AS DOUBLE) / nullif(CAST(p.sales AS DOUBLE), 0) AS agent_rate,
    p.sale_yuan AS sale_amount
FROM placed AS p
INNER JOIN mart_staff AS w ON w.kind = 'pharmacist' AND w.member = p.member
ORDER BY p.stores DESC NULLS LAST, rx_rate ASC NULLS LAST, sales DESC, w.staff_key ASC
LIMIT 200
