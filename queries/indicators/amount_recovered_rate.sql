/*
code      = "Q07"
title     = "资金追回率"
formula   = "已追回金额 ÷ 涉及金额，按条目计，一条多追回的不抵另一条"
unit      = "%"
parts     = ["万元", "万元"]
direction = "高好"
compare   = "值"
yellow    = { "已到期" = 1 }
domain    = "督导"
basis     = ["方案：济源2022专项治理，按程序追回救助资金", "方案：通川2025专项整治，退回违法违规使用的医保基金"]
tables    = ["entry_by_member"]
rows      = "ledger/entries"
note      = "只计填了涉及金额且大于 0 的条目；没有填追回金额的按未追回。“已到期”只计时限已过的条目，未追足为黄。"
*/

WITH counted AS (
    SELECT
        dimension,
        member,
        "at",
        is_past_due,
        CAST(amount_involved_yuan AS DOUBLE) AS involved_yuan,
        CAST(
            least(amount_involved_yuan, greatest(coalesce(amount_recovered_yuan, 0), 0)) AS DOUBLE
        ) AS recovered_yuan
    FROM entry_by_member($as_of, 13)
    WHERE amount_involved_yuan > 0
)

SELECT
    dimension,
    member,
    strftime("at", '%Y-%m-%d') AS period,
    round(sum(recovered_yuan), 2) AS numerator,
    round(sum(involved_yuan), 2) AS denominator,
    numerator / denominator AS value
FROM counted
GROUP BY dimension, member, "at"
UNION ALL
SELECT
    'due' AS dimension,
    '已到期' AS member,
    strftime("at", '%Y-%m-%d') AS period,
    round(sum(recovered_yuan), 2) AS numerator,
    round(sum(involved_yuan), 2) AS denominator,
    numerator / denominator AS value
FROM counted
WHERE dimension = 'all' AND is_past_due
GROUP BY "at"
ORDER BY dimension, member, period
