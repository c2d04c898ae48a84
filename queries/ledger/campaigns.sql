/*
title    = "台账中的专项"
question = "筛选框里有哪些专项可选？"
tables   = ["entry_span_visible"]

[columns]
campaign    = "专项"
entry_items = "记录（件）"

[params.kind]
label   = "台账；空为全部"
default = "rectification"
*/

-- What a box offers is asked on every page, so it is read without the derived columns.
WITH choice AS (
    SELECT coalesce(campaign, '未写明') AS campaign
    FROM entry_span_visible
    WHERE
        CAST($as_of AS DATE) BETWEEN from_on AND to_on
        AND ($kind IS NULL OR kind = $kind)
)

SELECT
    campaign,
    count(*) AS entry_items
FROM choice
GROUP BY campaign
ORDER BY campaign = '未写明' ASC, entry_items DESC, campaign ASC
