/*
title  = "筛查结果汇总"
grain  = "一条规则、一个机构、一个月一行；金额单位元"
tables = ["finding"]
*/
SELECT
    code,
    rule,
    fixmedins_code,
    coalesce(strftime(event_date, '%Y%m'), '未注明') AS ym,
    count(*) AS findings,
    count(DISTINCT psn_no) AS persons,
    sum(total_amount) AS total_yuan,
    sum(fund_amount) AS fund_yuan
FROM finding
GROUP BY code, rule, fixmedins_code, coalesce(strftime(event_date, '%Y%m'), '未注明')
ORDER BY code, fixmedins_code, ym
