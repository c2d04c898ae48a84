/*
title    = "各机构到期应付的按时拨付"
question = "本年到期的应付，哪些机构没有在 30 个工作日以内拨付？"
tables   = ["mart_payable", "mart_institution", "cal_day"]
note     = "第 30 个工作日在本年一月到截至日期前已过完的月份之间的申报；申报当日不计。迟付的另看“未拨付的两定机构费用”。"

[columns]
fixmedins_name = "机构"
due_yuan       = "到期应付（元）"
on_time_yuan   = "按时拨付（元）"
late_yuan      = "没有按时拨付（元）"
on_time_rate   = "按时拨付率"
*/

WITH term AS (
    SELECT
        workday_no,
        max(day) AS last_on
    FROM cal_day
    GROUP BY workday_no
),

year_to_date AS (
    SELECT
        CAST(date_trunc('month', CAST($as_of AS DATE) + 1) AS DATE) - 1 AS end_on
),

owed AS (
    SELECT
        payable.fixmedins_code,
        payable.due_yuan,
        CASE
            WHEN payable.dfr_date <= term.last_on THEN least(payable.paid_yuan, payable.due_yuan)
            ELSE 0
        END AS on_time_yuan
    FROM mart_payable AS payable
    INNER JOIN cal_day AS applied ON applied.day = payable.appy_date
    INNER JOIN term ON term.workday_no = applied.workday_no + 30
    INNER JOIN year_to_date AS year
        ON term.last_on BETWEEN date_trunc('year', year.end_on) AND year.end_on
    WHERE payable.due_yuan > 0
)

SELECT
    coalesce(institution.fixmedins_name, owed.fixmedins_code) AS fixmedins_name,
    sum(owed.due_yuan) AS due_yuan,
    sum(owed.on_time_yuan) AS on_time_yuan,
    sum(owed.due_yuan) - sum(owed.on_time_yuan) AS late_yuan,
    CAST(sum(owed.on_time_yuan) AS DOUBLE) / CAST(sum(owed.due_yuan) AS DOUBLE) AS on_time_rate
FROM owed
LEFT JOIN mart_institution AS institution USING (fixmedins_code)
GROUP BY owed.fixmedins_code, institution.fixmedins_name
ORDER BY late_yuan DESC, fixmedins_name
