/*
title    = "与上次会议相比的变化"
question = "上次会议以来，什么新超期了、推迟了、办结了、新增了？"
tables   = ["entry_selected"]
note     = "● 新超期、▲ 时限推迟或取消办结、■ 新办结、＋ 新增或转入、－ 移出；一个问题有几种变化就列几行。"

[columns]
light       = "灯"
change      = "变化"
entry_no    = "编号"
description = "问题"
leader      = "责任领导"
unit        = "牵头责任单位"
due_on      = "时限"
detail      = "说明"

[params.since]
label = "与哪一天相比；空为一周前"

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

WITH day AS (
    SELECT
        CAST($as_of AS DATE) AS as_of,
        coalesce(CAST($since AS DATE), CAST($as_of AS DATE) - 7) AS since
),

seen AS MATERIALIZED (
    FROM entry_selected(
        (SELECT [since, as_of] FROM day),
        $kind, $campaign, $unit, $category, $source, $leader
    )
),

compared AS (
    SELECT
        coalesce(later.entry_no, earlier.entry_no) AS entry_no,
        coalesce(later.description, earlier.description) AS description,
        coalesce(later.leader, earlier.leader) AS leader,
        coalesce(later.unit, earlier.unit) AS unit,
        coalesce(later.effective_due_on, earlier.effective_due_on) AS due_on,
        coalesce(later.source, earlier.source) AS source,
        later.state,
        later.days_overdue,
        later.closed_on,
        later.due_moves,
        coalesce(earlier.due_on, later.first_due_on) AS due_before_on,
        later.state = '超期' AS is_overdue,
        later.state = '已办结' AS is_closed,
        coalesce(earlier.state = '超期', FALSE) AS was_overdue,
        coalesce(earlier.state = '已办结', FALSE) AS was_closed,
        later.due_moves > coalesce(earlier.due_moves, 0) AS is_moved,
        earlier.entry_no IS NULL AS is_new,
        later.entry_no IS NULL AS is_gone,
        coalesce(later.created_on > (SELECT since FROM day), FALSE) AS is_created
    FROM (FROM seen WHERE "at" = (SELECT as_of FROM day)) AS later
    FULL JOIN (FROM seen WHERE "at" = (SELECT since FROM day)) AS earlier
        ON later.entry_no = earlier.entry_no
),

change AS (
    SELECT
        1 AS place,
        '●' AS light,
        '新超期' AS change,
        *,
        '超期 ' || days_overdue || ' 天' AS detail
    FROM compared
    WHERE is_overdue AND NOT was_overdue
    UNION ALL
    SELECT
        2,
        '▲',
        '时限推迟',
        *,
        coalesce(due_before_on || ' → ', '') || due_on || '，第 ' || due_moves || ' 次推迟'
    FROM compared
    WHERE is_moved
    UNION ALL
    SELECT
        3,
        '▲',
        '取消办结',
        *,
        '上次已办结，现为' || state
    FROM compared
    WHERE was_closed AND NOT is_closed
    UNION ALL
    SELECT
        4,
        '■',
        '新办结',
        *,
        CASE
            WHEN closed_on > due_on
                THEN
                    closed_on || ' 办结，晚于时限 ' || date_diff('day', due_on, closed_on) || ' 天'
            WHEN closed_on IS NOT NULL THEN closed_on || ' 办结'
            ELSE '没有写办结日期'
        END
    FROM compared
    WHERE is_closed AND NOT was_closed
    UNION ALL
    SELECT
        5,
        '＋',
        '新增',
        *,
        '来源：' || source
    FROM compared
    WHERE is_new AND is_created
    UNION ALL
    SELECT
        6,
        '＋',
        '转入',
        *,
        '原已在册，责任或分类有调整'
    FROM compared
    WHERE is_new AND NOT is_created
    UNION ALL
    SELECT
        7,
        '－',
        '移出',
        *,
        '报送已撤回，或不再符合筛选条件'
    FROM compared
    WHERE is_gone
)

SELECT
    light,
    change,
    entry_no,
    description,
    leader,
    unit,
    due_on,
    detail
FROM change
ORDER BY place ASC, days_overdue DESC NULLS LAST, due_on ASC NULLS LAST, entry_no ASC
