/*
title  = "财政供养单位缴费"
grain  = "一个财政供养单位、费款所属期、险种、到账日期一行；金额单位元"
tables = ["emp_clct_detl_d", "insu_emp_info_b"]
note   = """
应缴 = 单位缴费金额 + 个人缴费金额。到账看到账日期，没有的看入国库时间；都没有的，缴费标志为 1 的算已缴，填了实缴金额的算部分到账，
这两种没有到账日期，任何截至日期都算。财政供养单位按单位类型里的文字认（机关、事业、参公、人民团体、财政、全额拨款），与规则 R81 的默认值相同；
只写代码的认不出。实缴多于应缴的按应缴计。
"""
*/
WITH public_employer AS (
    SELECT
        emp_no,
        min(emp_name) AS emp_name,
        min(emp_type) AS emp_type
    FROM insu_emp_info_b
    WHERE
        coalesce(vali_flag, '1') = '1'
        AND regexp_matches(emp_type, '机关|事业|参公|人民团体|财政|全额拨款')
    GROUP BY emp_no
),

charge AS (
    SELECT
        emp_no,
        cashym,
        insutype,
        coalesce(arvl_date, CAST(intsury_time AS DATE)) AS arrived_date,
        coalesce(emp_clct_amt, 0) + coalesce(psn_clct_amt, 0) AS due_amt,
        act_clct_amt,
        coalesce(clct_flag = '1', FALSE) AS is_paid
    FROM emp_clct_detl_d
    WHERE
        coalesce(vali_flag, '1') = '1'
        AND length(cashym) = 6
        -- Where no payment at all was loaded, what arrived is unknown and not 0.
        AND EXISTS (
            SELECT 1 FROM emp_clct_detl_d AS d
            WHERE
                coalesce(d.arvl_date, CAST(d.intsury_time AS DATE)) IS NOT NULL
                OR d.clct_flag IS NOT NULL
                OR d.act_clct_amt IS NOT NULL
        )
        AND TRY_CAST(left(cashym, 4) || '-' || right(cashym, 2) || '-01' AS DATE) IS NOT NULL
)

SELECT
    charge.emp_no,
    employer.emp_name,
    employer.emp_type,
    charge.cashym,
    last_day(CAST(left(charge.cashym, 4) || '-' || right(charge.cashym, 2) || '-01' AS DATE))
        AS month_end_date,
    charge.insutype,
    charge.arrived_date,
    CAST(sum(charge.due_amt) AS DECIMAL(18, 2)) AS due_yuan,
    CAST(
        sum(
            CASE
                WHEN charge.arrived_date IS NOT NULL OR charge.is_paid
                    THEN least(coalesce(charge.act_clct_amt, charge.due_amt), charge.due_amt)
                ELSE least(coalesce(charge.act_clct_amt, 0), charge.due_amt)
            END
        ) AS DECIMAL(18, 2)
    ) AS paid_yuan
FROM charge
INNER JOIN public_employer AS employer USING (emp_no)
GROUP BY
    charge.emp_no, employer.emp_name, employer.emp_type, charge.cashym, charge.insutype,
    charge.arrived_date
ORDER BY charge.cashym, charge.emp_no
