/*
code      = "Q12b"
title     = "自查退回金额"
formula   = "自查发现问题台账中已追回（退回）金额之和"
unit      = "万元"
parts     = ["万元", "万元"]
direction = "无"
compare   = "值"
domain    = "督导"
basis     = ["方案：通川2025专项整治，自查自纠，退回违法违规使用的医保基金"]
tables    = ["entry_by_member"]
rows      = "ledger/self_check_refunds"
note      = "在册条目的追回金额相加，没有填的不计；分母是这些条目的涉及金额。不设阈值。"
*/

SELECT
    dimension,
    member,
    strftime("at", '%Y-%m-%d') AS period,
    round(CAST(sum(amount_recovered_yuan) AS DOUBLE), 2) AS numerator,
    round(CAST(sum(amount_involved_yuan) AS DOUBLE), 2) AS denominator,
    numerator AS value
FROM entry_by_member($as_of, 13)
WHERE kind = 'self_check' AND dimension <> 'kind' AND amount_recovered_yuan IS NOT NULL
GROUP BY dimension, member, "at"
ORDER BY dimension, member, period
