/*
title    = "待核疑点"
question = "筛查出多少条疑点等待核查，涉及多少基金、多少家机构？"
tables   = ["finding"]
note     = "截至日期以前发生的疑点；疑点不等于违规，须核查认定。"

[columns]
open_items        = "待核疑点（条）"
fund_yuan         = "涉及基金（元）"
institution_items = "涉及机构（家）"
*/

SELECT
    count(*) AS open_items,
    sum(fund_amount) AS fund_yuan,
    count(DISTINCT fixmedins_code) AS institution_items
FROM finding
WHERE event_date IS NULL OR event_date <= $as_of
