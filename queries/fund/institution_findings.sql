/*
title    = "机构的筛查疑点"
question = "这家机构被哪些规则命中，多少条、多少金额？"
tables   = ["mart_finding"]
note     = "疑点不等于违规，须核查认定。人数按月去重后相加，同一人跨月会重复，故不列。没有机构编号的疑点归“未注明”。"

[columns]
code       = "规则编号"
rule       = "规则"
findings   = "疑点（条）"
total_yuan = "涉及总额（元）"
fund_yuan  = "其中基金（元）"
first_ym   = "最早月份"
last_ym    = "最近月份"

[params.fixmedins_code]
label = "机构编号"
*/

SELECT
    code,
    rule,
    CAST(sum(findings) AS BIGINT) AS findings,
    sum(total_yuan) AS total_yuan,
    sum(fund_yuan) AS fund_yuan,
    min(ym) AS first_ym,
    max(ym) AS last_ym
FROM mart_finding
WHERE
    coalesce(fixmedins_code, '未注明') = $fixmedins_code
    AND (ym = '未注明' OR ym <= strftime(CAST($as_of AS DATE), '%Y%m'))
GROUP BY code, rule
ORDER BY fund_yuan DESC NULLS LAST, code
