/*
title    = "发现与办结（逐周）"
question = "一周一周看，发现、办结、超期各有多少？"
tables   = ["entry_selected"]
note     = "累计发现、累计办结、在办、超期是每个周末当时台账里的情况，与那一天的首页一致。按日期累计的两列是今天已知的问题按发现日期（没有的按登记日期）、办结日期排到各周：第一次导入以前的各周看这两列。"

[columns]
at                 = "截至"
found_items        = "累计发现（件）"
closed_items       = "累计办结（件）"
open_items         = "在办（件）"
overdue_items      = "超期（件）"
found_dated_items  = "按发现日期累计（件）"
closed_dated_items = "按办结日期累计（件）"

[params.weeks]
label   = "往前看多少周"
unit    = "周"
default = 26

[params.kind]
label   = "台账；空为全部"
default = "rectification"

[params.campaign]
label = "专项；空为全部"

[params.unit]
label = "牵头责任单位；空为全部"

[params.category]
label = "问题类型；空为全部"

[params.source]
label = "问题来源；空为全部"

[params.leader]
label = "责任领导；空为全部"
*/

WITH week AS (
    SELECT
        unnest(
            list_transform(
                range($weeks), lambda back: CAST($as_of AS DATE) - CAST(7 * back AS INTEGER)
            )
        ) AS "at"
),

entry AS MATERIALIZED (
    SELECT
        "at",
        state,
        -- Nothing is found after it was entered, and what counts as closed today closed by today:
        -- so the last week of the dated columns equals the last week as known.
        least(found_on, created_on) AS found_on,
        CASE
            WHEN state = '已办结' THEN least(coalesce(closed_on, CAST(valid_from AS DATE)), "at")
        END AS closed_on
    FROM entry_selected(
        (SELECT list("at") FROM week),
        $kind, $campaign, $unit, $category, $source, $leader
    )
),

known AS (
    SELECT
        "at",
        count(*) AS found_items,
        count(*) FILTER (WHERE state = '已办结') AS closed_items,
        count(*) FILTER (WHERE state <> '已办结') AS open_items,
        count(*) FILTER (WHERE state = '超期') AS overdue_items
    FROM entry
    GROUP BY "at"
),

dated AS (
    SELECT
        week."at",
        count(*) FILTER (WHERE entry.found_on <= week."at") AS found_items,
        count(*) FILTER (WHERE entry.closed_on <= week."at") AS closed_items
    FROM week
    INNER JOIN entry ON entry."at" = CAST($as_of AS DATE)
    GROUP BY week."at"
)

SELECT
    week."at",
    coalesce(known.found_items, 0) AS found_items,
    coalesce(known.closed_items, 0) AS closed_items,
    coalesce(known.open_items, 0) AS open_items,
    coalesce(known.overdue_items, 0) AS overdue_items,
    coalesce(dated.found_items, 0) AS found_dated_items,
    coalesce(dated.closed_items, 0) AS closed_dated_items
FROM week
LEFT JOIN known ON week."at" = known."at"
LEFT JOIN dated ON week."at" = dated."at"
ORDER BY week."at"
