/*
title  = "两定机构应付与拨付（不分机构）"
grain  = "险种、申报日、拨付日、是否已拨清一行；金额单位元"
tables = ["mart_payable"]
note   = """
owed_yuan 是一分未拨时所欠（应付为负的不欠），short_yuan 是拨付以后还欠的；
charged_yuan、kept_yuan 只计应付大于零的：应付，以及拨付中不超过应付的部分。"""
*/
SELECT
    insutype,
    appy_date,
    dfr_date,
    coalesce(paid_yuan >= due_yuan, FALSE) AS is_settled,
    sum(due_yuan) AS due_yuan,
    sum(greatest(due_yuan, 0)) AS owed_yuan,
    sum(greatest(due_yuan - coalesce(paid_yuan, 0), 0)) AS short_yuan,
    sum(due_yuan) FILTER (WHERE due_yuan > 0) AS charged_yuan,
    sum(least(paid_yuan, due_yuan)) FILTER (WHERE due_yuan > 0) AS kept_yuan
FROM mart_payable
GROUP BY insutype, appy_date, dfr_date, coalesce(paid_yuan >= due_yuan, FALSE)
ORDER BY appy_date, dfr_date, insutype
