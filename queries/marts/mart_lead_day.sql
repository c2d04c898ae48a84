/*
title  = "疑点条数（按发生日）"
grain  = "一条规则、一家机构、一个发生日一行"
tables = ["mart_lead"]
note   = "没有发生日期的疑点记在 0001-01-01，任何截至日期都算在列。"
*/
SELECT
    code || ' ' || coalesce(rule_title, rule) AS rule_name,
    coalesce(fixmedins_code, '未注明') AS fixmedins_code,
    coalesce(event_date, DATE '0001-01-01') AS listed_on,
    count(*) AS leads
FROM mart_lead
GROUP BY
    code || ' ' || coalesce(rule_title, rule), coalesce(fixmedins_code, '未注明'),
    coalesce(event_date, DATE '0001-01-01')
ORDER BY rule_name, fixmedins_code, listed_on
