/*
title    = "各规则最近一次筛查"
question = "每条规则最近一次筛查是什么结果，用了多久，不适用的缺什么？"
tables   = ["rule_run"]

[columns]
code          = "规则编号"
rule          = "规则"
status        = "结果"
reason        = "原因"
hits          = "疑点（条）"
total_yuan    = "涉及总额（元）"
fund_yuan     = "其中基金（元）"
took          = "用时（秒）"
data_to_date  = "数据截至"
ran_at        = "筛查时间"
*/

SELECT
    code,
    rule,
    status,
    reason,
    hits,
    total_amount AS total_yuan,
    fund_amount AS fund_yuan,
    round(seconds, 2) AS took,
    as_of AS data_to_date,
    ran_at
FROM rule_run
QUALIFY row_number() OVER (PARTITION BY rule ORDER BY ran_at DESC) = 1
ORDER BY code
