/*
title    = "参保人去过的机构"
question = "这名参保人在哪些机构结算，各多少次、多少基金？"
tables   = ["mart_person", "mart_person_setl"]
note     = "一笔结算算一次；已退费的不算。"

[columns]
fixmedins_name = "机构"
outpatient     = "门诊（笔）"
inpatient      = "住院（笔）"
pharmacy       = "药店（笔）"
setls          = "结算（笔）"
fund_yuan      = "基金支付（元）"
last_on        = "最近结算"

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
    fixmedins_name,
    count_if(care = '门诊') AS outpatient,
    count_if(care = '住院') AS inpatient,
    count_if(care = '药店') AS pharmacy,
    count(*) AS setls,
    sum(fund_amount) AS fund_yuan,
    max(setl_date) AS last_on
FROM mart_person_setl
WHERE
    psn_no = (SELECT asked.psn_no FROM asked)
    AND (setl_date IS NULL OR setl_date <= $as_of)
GROUP BY fixmedins_name
ORDER BY fund_yuan DESC NULLS LAST, fixmedins_name ASC
