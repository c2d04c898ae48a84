/*
code      = "F04"
title     = "支出预算执行偏差"
formula   = "本年累计支出 ÷（年预算 × 已过月数 ÷ 12）− 1"
unit      = "百分点"
parts     = ["万元", "万元"]
direction = "低好"
compare   = "值"
yellow    = 0.03
red       = 0.08
domain    = "基金"
basis     = ["方案：通川2025专项整治责任分工“强化预算刚性约束”", "默认：超序时进度 3%、8%；支出慢于进度不亮灯"]
tables    = ["fund_incexpd_m", "fund_bdgt_y"]
columns   = ["fund_incexpd_m.crt_amt|cum_amt", "fund_bdgt_y.bdgt_amt|bdgt_adj_amt"]
rows      = "fund/fund_month"
note      = "有调整预算时用调整后的预算；各险种分开。"
*/

WITH reported AS (
    SELECT
        insutype,
        rpt_ym,
        CAST(expense_cum_yuan AS DOUBLE) AS done_yuan,
        CAST(expense_budget_yuan AS DOUBLE) * month_no / 12 AS planned_yuan,
        row_number() OVER (PARTITION BY insutype ORDER BY rpt_ym DESC) AS place
    FROM mart_fund_month
    WHERE month_end_date <= $as_of
)

SELECT
    'insutype' AS dimension,
    insutype AS member,
    rpt_ym AS period,
    round(done_yuan - planned_yuan, 2) AS numerator,
    planned_yuan AS denominator,
    CASE
        WHEN planned_yuan > 0 THEN round(done_yuan - planned_yuan, 2) / planned_yuan
    END AS value
FROM reported
WHERE place <= 13
ORDER BY member, period
