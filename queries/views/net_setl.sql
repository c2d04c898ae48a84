/*
title  = "有效结算"
grain  = "一次有效且未退费的结算一行"
tables = ["setl_d"]
note   = "结算信息各列加结算日期 setl_date；没有结算时间的用结束日期。"
*/
SELECT
    s.*,
    coalesce(CAST(s.setl_time AS DATE), s.enddate) AS setl_date
FROM setl_d AS s
WHERE NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = s.setl_id)
