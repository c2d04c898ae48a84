/*
title    = "应回头看的问题"
question = "办结满 90 日的问题，哪些回查过，有没有反弹？"
tables   = ["entry_at", "lookbacks_version"]
note     = "问题整改台账和自查发现问题台账；不满 90 日而已经回查的也列。"

[columns]
entry_no    = "编号"
description = "问题"
unit        = "牵头责任单位"
closed_on   = "办结日期"
looked_on   = "最近回查"
rebounded   = "反弹"
*/

WITH looked AS (
    SELECT
        of_entry,
        max(found_on) AS looked_on,
        bool_or(coalesce(rebounded, FALSE)) AS rebounded
    FROM lookbacks_version
    WHERE
        valid_from < CAST($as_of AS DATE) + 1
        AND coalesce(valid_to >= CAST($as_of AS DATE) + 1, TRUE)
        AND found_on <= $as_of
    GROUP BY of_entry
)

SELECT
    closed.entry_no,
    closed.description,
    closed.unit,
    closed.closed_on,
    looked.looked_on,
    looked.rebounded
FROM entry_at($as_of) AS closed
LEFT JOIN looked ON looked.of_entry = closed.entry_no
WHERE
    closed.kind IN ('rectification', 'self_check')
    AND closed.state = '已办结'
    AND (closed.closed_on <= CAST($as_of AS DATE) - 90 OR looked.of_entry IS NOT NULL)
ORDER BY looked.looked_on NULLS FIRST, closed.closed_on, closed.entry_no
