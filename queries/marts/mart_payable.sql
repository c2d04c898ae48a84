/*
title  = "两定机构应付与拨付"
grain  = "机构、险种、申报日、拨付日、清算年月一行；金额单位元"
tables = ["medins_clr_appy_d"]
note   = """
应付 = 基金申报总额 − 审核扣款 − 预留保证金 − 预付；预留保证金年终清算，不按月度申报计时。
没有拨付时间的拨付金额视为未拨。
"""
*/
SELECT
    fixmedins_code,
    insutype,
    setlym,
    appy_date,
    CAST(dfr_time AS DATE) AS dfr_date,
    count(*) AS applications,
    CAST(sum(
        fund_appy_sum - coalesce(dedu_amt, 0) - coalesce(rsv_amt, 0) - coalesce(prepay_amt, 0)
    ) AS DECIMAL(18, 2)) AS due_yuan,
    CAST(sum(act_dfr_amt) FILTER (WHERE dfr_time IS NOT NULL) AS DECIMAL(18, 2)) AS paid_yuan
FROM medins_clr_appy_d
WHERE coalesce(vali_flag, '1') = '1' AND fund_appy_sum IS NOT NULL
GROUP BY fixmedins_code, insutype, setlym, appy_date, CAST(dfr_time AS DATE)
ORDER BY appy_date, fixmedins_code
