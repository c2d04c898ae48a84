/*
title    = "未拨付的两定机构费用"
question = "哪些机构的哪笔申报还没有拨付，已过了多少个工作日？"
tables   = ["mart_payable", "mart_insutype", "mart_institution", "cal_day"]
note     = "应付已扣除审核扣款、预留保证金和预付；申报当日不计；超过 30 个工作日为拖欠。没有申报日期的排在最后，不知账龄。"

[columns]
fixmedins_name = "机构"
insutype_name  = "险种"
setlym         = "清算年月"
appy_date      = "申报日期"
age_days       = "已过工作日（天）"
due_yuan       = "应付（元）"
unpaid_yuan    = "未拨付（元）"
overdue_yuan   = "其中拖欠（元）"
*/

WITH owed AS (
    SELECT
        mart_payable.*,
        today.workday_no - applied.workday_no AS age_days,
        mart_payable.due_yuan
        - CASE
            WHEN mart_payable.dfr_date <= $as_of THEN coalesce(mart_payable.paid_yuan, 0)
            ELSE 0
        END AS unpaid_yuan
    FROM mart_payable
    LEFT JOIN cal_day AS applied ON applied.day = mart_payable.appy_date
    LEFT JOIN cal_day AS today ON today.day = $as_of
    WHERE mart_payable.appy_date <= $as_of OR mart_payable.appy_date IS NULL
)

SELECT
    coalesce(institution.fixmedins_name, owed.fixmedins_code) AS fixmedins_name,
    coalesce(mart_insutype.short_name, owed.insutype) AS insutype_name,
    owed.setlym,
    owed.appy_date,
    owed.age_days,
    owed.due_yuan,
    owed.unpaid_yuan,
    CASE WHEN owed.age_days > 30 THEN owed.unpaid_yuan ELSE 0 END AS overdue_yuan
FROM owed
LEFT JOIN mart_institution AS institution USING (fixmedins_code)
LEFT JOIN mart_insutype USING (insutype)
WHERE owed.unpaid_yuan > 0
ORDER BY owed.age_days DESC NULLS LAST, owed.unpaid_yuan DESC, fixmedins_name
