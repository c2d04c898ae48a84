/*
title    = "专项整治进展（按问题类型）"
question = "截至某日，各类问题发现多少条、办结多少条、建立了哪些长效机制？"
tables   = ["entry_classified"]
note     = "第一行合计另行计数，不由各行相加，供勾稽核对；长效机制列出条数最多的几种，其余只计种数。"

[columns]
category         = "问题类型"
counted_category = "计数的类型（空为全部）"
is_total         = "是否合计行"
found_items      = "发现问题（条）"
done_items       = "已完成（条）"
open_items       = "整改中（条）"
mechanisms       = "建立长效机制情况"

[params.as_of]
label = "截至日期"

[params.kind]
label   = "台账"
default = "rectification"

[params.campaign]
label = "专项；空为全部"

[params.categories]
label   = "所列问题类型，按表上次序"
default = ["其他"]

[params.other]
label   = "不属于所列类型的问题计入"
default = "其他"

[params.listed_mechanisms]
label   = "最多列出的长效机制"
unit    = "种"
default = 5
*/

WITH listed AS (
    SELECT
        unnest($categories) AS category,
        generate_subscripts($categories, 1) AS place
),

entry AS (
    SELECT
        listed_category AS category,
        state = '已办结' AS is_done,
        mechanism
    FROM entry_classified($as_of, $kind, $campaign, $categories, $other)
),

counted AS (
    SELECT
        category,
        count(*) AS found_items,
        count(*) FILTER (WHERE is_done) AS done_items,
        count(*) FILTER (WHERE NOT is_done) AS open_items
    FROM entry
    GROUP BY GROUPING SETS ((category), ())
),

mechanism_counted AS (
    SELECT
        category,
        mechanism,
        count(*) AS items
    FROM entry
    WHERE mechanism IS NOT NULL
    GROUP BY GROUPING SETS ((category, mechanism), (mechanism))
),

mechanism_ranked AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY category ORDER BY items DESC, mechanism ASC) AS place,
        count(*) OVER (PARTITION BY category) AS kinds
    FROM mechanism_counted
),

mechanism_text AS (
    SELECT
        category,
        string_agg(mechanism || '（' || items || '条）', '；' ORDER BY place)
            FILTER (WHERE place <= $listed_mechanisms)
        || CASE WHEN max(kinds) > $listed_mechanisms THEN '；等' || max(kinds) || '种' ELSE '' END
            AS mechanisms
    FROM mechanism_ranked
    GROUP BY category
),

form_row AS (
    SELECT '合计' AS category, CAST(NULL AS VARCHAR) AS counted_category, TRUE AS is_total, 0 AS place
    UNION ALL
    SELECT category, category, FALSE, place
    FROM listed
)

SELECT
    form_row.category,
    form_row.counted_category,
    form_row.is_total,
    coalesce(counted.found_items, 0) AS found_items,
    coalesce(counted.done_items, 0) AS done_items,
    coalesce(counted.open_items, 0) AS open_items,
    mechanism_text.mechanisms
FROM form_row
LEFT JOIN counted ON form_row.counted_category IS NOT DISTINCT FROM counted.category
LEFT JOIN mechanism_text
    ON form_row.counted_category IS NOT DISTINCT FROM mechanism_text.category
ORDER BY form_row.place
