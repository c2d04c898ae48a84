/*
title    = "参保人的结算"
question = "这名参保人何时在哪里结算，多少费用？"
tables   = ["mart_person", "mart_person_setl"]
note     = "已退费的不列；最近的在前，最多 1000 笔。"

[columns]
setl_date      = "结算日期"
care           = "就医类型"
fixmedins_name = "机构"
medfee_amount  = "总费用（元）"
fund_amount    = "基金支付（元）"
cash_amount    = "现金支付（元）"

[params.psn_no]
label = "完整人员编号；空则按代号"

[params.person_key]
label = "人员代号；空则按人员编号"
*/

WITH asked AS (
    SELECT psn_no
    FROM mart_person
    WHERE psn_no = $psn_no OR person_key = $person_key
)

SELECT
    setl_date,
    care,
    fixmedins_name,
    medfee_amount,
    fund_amount,
    cash_amount
FROM mart_person_setl
WHERE
    psn_no = (SELECT asked.psn_no FROM asked)
    AND (setl_date IS NULL OR setl_date <= $as_of)
ORDER BY setl_date DESC NULLS LAST, setl_id ASC
LIMIT 1000
