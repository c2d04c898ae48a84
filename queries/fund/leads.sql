/*
title    = "待核疑点"
question = "筛查出多少条疑点等待核查，涉及多少基金、多少家机构？"
tables   = ["finding", "lead_state"]
note     = "截至日期以前发生、还没有处置的疑点；疑点不等于违规，须核查认定。"

[columns]
open_items        = "待核疑点（条）"
fund_yuan         = "涉及基金（元）"
institution_items = "涉及机构（家）"
*/

SELECT
    count(*) AS open_items,
    sum(f.fund_amount) AS fund_yuan,
    count(DISTINCT f.fixmedins_code) AS institution_items
FROM finding AS f
LEFT JOIN lead_state AS s ON s.finding_key = f.finding_key
WHERE (f.event_date IS NULL OR f.event_date <= $as_of) AND coalesce(s.state, '待核查') = '待核查'
