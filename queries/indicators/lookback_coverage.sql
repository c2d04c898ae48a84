/*
code      = "Q08"
title     = "回头看覆盖率"
formula   = "已回查的问题 ÷ 应回查的问题（办结满 90 日）"
parts     = ["件", "件"]
unit      = "%"
direction = "高好"
compare   = "值"
yellow    = 1
domain    = "督导"
basis     = ["方案：长宁2019基金监管，“回头看”", "默认：销号后 90 日内首次回查，低于 100% 为黄"]
tables    = ["entry_by_member", "lookbacks_version"]
rows      = "ledger/lookbacks_due"
note      = "应回查：问题整改、自查发现问题台账中办结满 90 日的。已回查：回头看台账里写了它的编号（原问题编号）和回查日期的。没有建回头看台账的不适用。"
*/

WITH looked AS (
    SELECT
        of_entry,
        min(found_on) AS looked_on
    FROM lookbacks_version
    WHERE
        valid_from < CAST($as_of AS DATE) + 1
        AND coalesce(valid_to >= CAST($as_of AS DATE) + 1, TRUE)
        AND found_on IS NOT NULL
    GROUP BY of_entry
)

SELECT
    closed.dimension,
    closed.member,
    strftime(closed."at", '%Y-%m-%d') AS period,
    CAST(count(*) FILTER (WHERE looked.looked_on <= closed."at") AS DOUBLE) AS numerator,
    CAST(count(*) AS DOUBLE) AS denominator,
    numerator / denominator AS value
FROM entry_by_member($as_of, 13) AS closed
LEFT JOIN looked ON looked.of_entry = closed.entry_no
WHERE
    closed.kind IN ('rectification', 'self_check')
    AND closed.state = '已办结'
    AND closed.closed_on <= closed."at" - 90
    -- Without a single look back the ledger is not kept: not applicable, rather than 0.
    AND EXISTS (SELECT 1 FROM looked)
GROUP BY closed.dimension, closed.member, closed."at"
ORDER BY dimension, member, period
