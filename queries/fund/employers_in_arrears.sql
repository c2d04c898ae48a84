/*
title    = "欠缴的财政供养单位"
question = "截至某日，本年哪些财政供养单位的医保费没有缴足？"
tables   = ["mart_employer_pay"]
note     = "到期：费款所属期月末后 15 天；逐期见规则 R81。"

[columns]
emp_name    = "单位"
emp_type    = "单位类型"
first_ym    = "最早欠缴期"
due_yuan    = "到期应缴（元）"
paid_yuan   = "已到账（元）"
unpaid_yuan = "欠缴（元）"
*/

WITH due AS (
    SELECT
        emp_no,
        emp_name,
        emp_type,
        cashym,
        sum(due_yuan) AS due_yuan,
        sum(
            CASE WHEN coalesce(arrived_date <= $as_of, TRUE) THEN paid_yuan ELSE 0 END
        ) AS paid_yuan
    FROM mart_employer_pay
    WHERE month_end_date + 15 < $as_of
    GROUP BY emp_no, emp_name, emp_type, cashym
)

SELECT
    coalesce(emp_name, emp_no) AS emp_name,
    emp_type,
    min(cashym) FILTER (WHERE paid_yuan < due_yuan) AS first_ym,
    CAST(sum(due_yuan) AS DECIMAL(18, 2)) AS due_yuan,
    CAST(sum(paid_yuan) AS DECIMAL(18, 2)) AS paid_yuan,
    CAST(sum(due_yuan) - sum(paid_yuan) AS DECIMAL(18, 2)) AS unpaid_yuan
FROM due
WHERE left(cashym, 4) = (SELECT max(left(d.cashym, 4)) FROM due AS d)
GROUP BY emp_no, coalesce(emp_name, emp_no), emp_type
HAVING sum(paid_yuan) < sum(due_yuan)
ORDER BY unpaid_yuan DESC, emp_name
