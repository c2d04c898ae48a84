/*
title    = "台账中的责任领导"
question = "筛选框里有哪些责任领导可选？"
tables   = ["entry_span_visible"]

[columns]
leader      = "责任领导"
entry_items = "记录（件）"

[params.kind]
label   = "台账；空为全部"
default = "rectification"

[params.campaign]
label = "专项；空为全部"
*/

-- What a box offers is asked on every page, so it is read without the derived columns.
WITH choice AS (
    SELECT unnest(CASE WHEN len(leaders) > 0 THEN list_distinct(leaders) ELSE ['未写明'] END) AS leader
    FROM entry_span_visible
    WHERE
        CAST($as_of AS DATE) BETWEEN from_on AND to_on
        AND ($kind IS NULL OR kind = $kind)
        AND ($campaign IS NULL OR coalesce(campaign, '未写明') = $campaign)
)

SELECT
    leader,
    count(*) AS entry_items
FROM choice
GROUP BY leader
ORDER BY leader = '未写明' ASC, entry_items DESC, leader ASC
