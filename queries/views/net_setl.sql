/*
title  = "有效结算"
grain  = "一次有效且未退费的结算一行"
tables = ["setl_d"]
date   = "setl_date"
note   = """
结算信息各列，加结算日期 setl_date（没有结算时间的用结束日期），
和基金占符合范围金额的比例 fund_rate：一笔明细的基金部分 = 明细的符合范围金额 × fund_rate。"""
*/
SELECT
    s.*,
    coalesce(CAST(s.setl_time AS DATE), s.enddate) AS setl_date,
    -- As DOUBLE on both engines: their decimals divide to different digits.
    CAST(s.fund_pay_sumamt AS DOUBLE) / nullif(CAST(s.inscp_amt AS DOUBLE), 0) AS fund_rate
FROM setl_d AS s
WHERE NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = s.setl_id)
