/*
title  = "筛选框里可选的"
grain  = "截至日在册的记录里有的每个成员一行"
tables = ["entry_span_visible"]
note   = """
by_what 是 leader、unit、category、campaign、source 之一；for_kind、for_campaign 为空即不限。没有填写的写作“未写明”。"""
*/

-- What a box offers is asked on every page, so it is read without the derived columns of entry_on.
CREATE OR REPLACE MACRO entry_offered(by_what, as_of, for_kind, for_campaign) AS TABLE
WITH placed AS (
    SELECT
        unnest(
            CASE by_what
                WHEN 'leader'
                    THEN CASE WHEN len(leaders) > 0 THEN list_distinct(leaders) ELSE ['未写明'] END
                WHEN 'unit' THEN [coalesce(unit, '未写明')]
                WHEN 'category' THEN [coalesce(category, '未写明')]
                WHEN 'campaign' THEN [coalesce(campaign, '未写明')]
                WHEN 'source' THEN [coalesce(source, '未写明')]
            END
        ) AS member
    FROM entry_span_visible
    WHERE
        CAST(as_of AS DATE) BETWEEN from_on AND to_on
        AND (for_kind IS NULL OR kind = for_kind)
        AND (for_campaign IS NULL OR coalesce(campaign, '未写明') = for_campaign)
)

SELECT
    member,
    count(*) AS entry_items
FROM placed
GROUP BY member;
