/*
code      = "F16"
title     = "次均门诊费用增长率"
formula   = "本年累计次均门诊费用 ÷ 上年同期次均门诊费用 − 1"
unit      = "%"
parts     = ["元/人次", "元/人次"]
direction = "低好"
compare   = "值"
yellow    = 0.05
red       = 0.1
domain    = "基金"
basis     = ["默认：同比增长 5%、10%"]
tables    = ["setl_d"]
columns   = ["setl_d.medfee_sumamt", "setl_d.setl_time|enddate", "setl_d.med_type"]
rows      = "fund/settlements_by_institution"
note      = "门诊含急诊、门诊慢特病；同一人、同一机构、同一天算一人次。分子、分母是本期与上年同期的次均费用（元）。上年数据不是从一月起的不算；任一期不足 30 人次的机构不列。"
*/

SELECT
    now.dimension,
    now.member,
    period.period,
    CAST(now.visit_medfee_yuan AS DOUBLE) / nullif(now.visits, 0) AS numerator,
    CAST(before.visit_medfee_yuan AS DOUBLE) / nullif(before.visits, 0) AS denominator,
    CASE
        WHEN before.visit_medfee_yuan > 0
            THEN
                (CAST(now.visit_medfee_yuan AS DOUBLE) / nullif(now.visits, 0))
                / (CAST(before.visit_medfee_yuan AS DOUBLE) / nullif(before.visits, 0))
                - 1
    END AS value
FROM mart_period AS period
INNER JOIN mart_care_ytd AS now USING (ym)
LEFT JOIN mart_care_ytd AS before
    ON
        before.ym = period.base_ym
        AND before.dimension = now.dimension
        AND before.member = now.member
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND now.visits > 0
    -- An average over a handful of cases says nothing about growth.
    AND (
        now.dimension <> 'fixmedins_code'
        OR (period.back < 3 AND now.visits >= 30 AND before.visits >= 30)
    )
ORDER BY now.dimension, now.member, period.period
