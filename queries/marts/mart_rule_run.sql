/*
title  = "规则最近一次筛查"
grain  = "一条规则一行"
tables = ["rule_run"]
note   = "没有筛查过的规则没有行；status 为“不适用”“失败”的，没有疑点不等于零。"
*/
SELECT
    code,
    max_by(status, ran_at) AS status,
    max_by(as_of, ran_at) AS as_of,
    max(ran_at) AS ran_at
FROM rule_run
GROUP BY code
ORDER BY code
