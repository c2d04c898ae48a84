/*
title  = "按页面筛选条件取出的台账记录"
grain  = "每个日期、每条在册记录一行"
tables = ["entry_on"]
note   = "筛选条件为空即不限。没有填写的专项、单位、类型、来源、责任领导统一写作“未写明”，可以照此筛选；leader 是全部责任领导连写。"
*/

-- Every page query reads entries here: a filter means the same on every page, and a figure and
-- the rows behind it cannot disagree. Unit is the lead unit, so that units add up to the total.
CREATE OR REPLACE MACRO entry_selected(
    days, for_kind, for_campaign, for_unit, for_category, for_source, for_leader
) AS TABLE
WITH named AS (
    SELECT * REPLACE (
        coalesce(campaign, '未写明') AS campaign,
        coalesce(unit, '未写明') AS unit,
        coalesce(category, '未写明') AS category,
        coalesce(source, '未写明') AS source,
        CASE WHEN len(leaders) > 0 THEN leaders ELSE ['未写明'] END AS leaders,
        CAST(due_moves AS INTEGER) AS due_moves
    )
    FROM entry_on(days)
)

SELECT
    *,
    array_to_string(leaders, '、') AS leader
FROM named
WHERE
    (for_kind IS NULL OR kind = for_kind)
    AND (for_campaign IS NULL OR campaign = for_campaign)
    AND (for_unit IS NULL OR unit = for_unit)
    AND (for_category IS NULL OR category = for_category)
    AND (for_source IS NULL OR source = for_source)
    AND (for_leader IS NULL OR list_contains(leaders, for_leader))
