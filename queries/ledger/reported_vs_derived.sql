/*
title    = "填报状态与推算状态对照"
question = "截至某日，单位报的“是否办结”与按日期推算的是否一致？"
tables   = ["entry_selected"]
note     = "一行是单位填报的状态，各列是按时限和办结日期推算的状态；没有填报状态的记在“未填”。"

[columns]
status              = "填报状态"
closed_items        = "已办结（件）"
overdue_items       = "超期（件）"
due_soon_items      = "临期（件）"
normal_items        = "正常（件）"
long_term_items     = "长期坚持（件）"
total_items         = "合计（件）"
contradiction_items = "其中矛盾（件）"

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

WITH reported AS (
    SELECT
        unnest(['已办结', '预计按时办结', '整改中', '无法按时办结', '未填']) AS status,
        unnest(range(5)) AS place
)

SELECT
    reported.status,
    count(*) FILTER (WHERE entry.state = '已办结') AS closed_items,
    count(*) FILTER (WHERE entry.state = '超期') AS overdue_items,
    count(*) FILTER (WHERE entry.state = '临期') AS due_soon_items,
    count(*) FILTER (WHERE entry.state = '正常') AS normal_items,
    count(*) FILTER (WHERE entry.state = '长期坚持') AS long_term_items,
    count(entry.entry_no) AS total_items,
    count(entry.contradiction) AS contradiction_items
FROM reported
LEFT JOIN
    entry_selected(
        [CAST($as_of AS DATE)], $kind, $campaign, $unit, $category, $source, $leader
    ) AS entry
    ON reported.status = coalesce(entry.status, '未填')
GROUP BY reported.status, reported.place
ORDER BY reported.place
