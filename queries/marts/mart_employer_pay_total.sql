/*
title  = "财政供养单位缴费（不分单位）"
grain  = "费款所属期、险种、单位类型、到账日期一行；金额单位元"
tables = ["mart_employer_pay"]
note   = "没有写险种、单位类型的为“未注明”；没有到账日期的，任何截至日期都算到账。"
*/
SELECT
    cashym,
    month_end_date,
    coalesce(insutype, '未注明') AS insutype,
    coalesce(emp_type, '未注明') AS emp_type,
    arrived_date,
    CAST(sum(due_yuan) AS DOUBLE) AS due_yuan,
    CAST(sum(paid_yuan) AS DOUBLE) AS paid_yuan
FROM mart_employer_pay
GROUP BY
    cashym, month_end_date, coalesce(insutype, '未注明'), coalesce(emp_type, '未注明'), arrived_date
ORDER BY cashym, arrived_date
