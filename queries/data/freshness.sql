/*
title    = "数据新鲜度"
question = "结算、基金数据到哪一天，最近一次筛查在什么时候？"
tables   = ["setl_d", "fund_incexpd_m", "rule_run", "demo_fact"]

[columns]
settled_on  = "结算数据截至"
fund_ym     = "基金月报截至"
screened_on = "最近筛查"
is_demo     = "虚构的示例区"
*/

SELECT
    (SELECT max(date_to) FROM mart_coverage WHERE table_name = 'setl_d' AND rows > 0)
        AS settled_on,
    (SELECT max(rpt_ym) FROM mart_fund_month) AS fund_ym,
    (SELECT CAST(max(ran_at) AS DATE) FROM rule_run) AS screened_on,
    (SELECT count(*) > 0 FROM demo_fact) AS is_demo
