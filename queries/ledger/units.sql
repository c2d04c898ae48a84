/*
title    = "台账中的牵头责任单位"
question = "筛选框里有哪些单位可选？"
tables   = ["entry_span_visible"]

[columns]
unit        = "牵头责任单位"
entry_items = "记录（件）"

[params.kind]
label   = "台账；空为全部"
default = "rectification"

[params.campaign]
label = "专项；空为全部"
*/

-- What a box offers is asked on every page, so it is read without the derived columns.
WITH choice AS (
    SELECT coalesce(unit, '未写明') AS unit
    FROM entry_span_visible
    WHERE
        CAST($as_of AS DATE) BETWEEN from_on AND to_on
        AND ($kind IS NULL OR kind = $kind)
        AND ($campaign IS NULL OR coalesce(campaign, '未写明') = $campaign)
)

SELECT
    unit,
    count(*) AS entry_items
FROM choice
GROUP BY unit
ORDER BY unit = '未写明' ASC, entry_items DESC, unit ASC
