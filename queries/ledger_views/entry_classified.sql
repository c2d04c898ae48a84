/*
title  = "按表上所列问题类型归类的在册记录"
grain  = "每条截至日在册的记录一行"
tables = ["entry_at"]
note   = "listed_category 是 categories 之一，写法只差空白的照归，其余（含没有填写的）归入 other。专项为空即不限，没有填写的专项写作“未写明”。"
*/

-- The figure in a form's cell and the rows behind it are read here, so they cannot disagree.
CREATE OR REPLACE MACRO entry_classified(as_of, for_kind, for_campaign, categories, other) AS TABLE
WITH written AS (
    SELECT
        *,
        regexp_replace(category, '[\s\p{Z}]', '', 'g') AS written_category
    FROM entry_at(as_of)
    WHERE
        kind = for_kind
        AND (for_campaign IS NULL OR coalesce(campaign, '未写明') = for_campaign)
)

SELECT
    * EXCLUDE (written_category),
    CASE
        WHEN list_contains(categories, written_category) THEN written_category
        ELSE other
    END AS listed_category
FROM written;
