/*
title    = "自查退回金额"
question = "各单位自查发现问题涉及多少、退回多少？"
tables   = ["entry_at"]

[columns]
unit           = "牵头责任单位"
entry_items    = "问题（条）"
involved_yuan  = "涉及金额（元）"
recovered_yuan = "退回金额（元）"
*/

SELECT
    coalesce(unit, '未写明') AS unit,
    count(*) AS entry_items,
    sum(amount_involved_yuan) AS involved_yuan,
    sum(amount_recovered_yuan) AS recovered_yuan
FROM entry_at($as_of)
WHERE kind = 'self_check'
GROUP BY coalesce(unit, '未写明')
ORDER BY recovered_yuan DESC NULLS LAST, unit
