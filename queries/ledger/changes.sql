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
        coalesce(earlier.effective_due_on, later.first_due_on) AS due_before_on,
        later.source,
        later.state,
        later.days_overdue,
        later.closed_on,
        later.due_moves,
        coalesce(earlier.state, '') AS state_before,
        coalesce(earlier.due_moves, 0) AS due_moves_before,
        later.entry_no IS NULL AS is_gone,
        earlier.entry_no IS NULL AND later.created_on > (SELECT since FROM day) AS is_new,
        earlier.entry_no IS NULL AND later.created_on <= (SELECT since FROM day) AS is_moved_in
    FROM (FROM seen WHERE "at" = (SELECT as_of FROM day)) AS later
    FULL JOIN (FROM seen WHERE "at" = (SELECT since FROM day)) AS earlier
        ON later.entry_no = earlier.entry_no
),

change AS (
    SELECT
        *,
        unnest([
            {
                'light': '●', 'change': '新超期',
                'holds': state = '超期' AND state_before <> '超期' AND NOT is_moved_in,
                'detail': '超期 ' || days_overdue || ' 天'
            },
            {
                'light': '▲', 'change': '时限推迟',
                'holds': due_moves > due_moves_before AND NOT is_moved_in,
                'detail': '第 ' || due_moves || ' 次推迟' || coalesce(
                    '，原定 ' || if(
                        year(due_before_on) = year(due_on),
                        strftime(due_before_on, '%m-%d'),
                        strftime(due_before_on, '%Y-%m-%d')
                    ),
                    ''
                )
            },
            {
                'light': '▲', 'change': '取消办结',
                'holds': state <> '已办结' AND state_before = '已办结',
                'detail': '上次已办结，现为' || state
            },
            {
                'light': '■', 'change': '新办结',
                'holds': state = '已办结' AND state_before <> '已办结' AND NOT is_moved_in,
                'detail': coalesce(closed_on || ' 办结', '没有写办结日期')
                || if(
                    closed_on > due_on,
                    '，晚于时限 ' || date_diff('day', due_on, closed_on) || ' 天',
                    ''
                )
            },
            {'light': '＋', 'change': '新增', 'holds': is_new, 'detail': '来源：' || source},
            {
                'light': '＋', 'change': '转入',
                'holds': is_moved_in,
                'detail': '原已在册，责任或分类有调整'
            },
            {
                'light': '－', 'change': '移出',
                'holds': is_gone,
                'detail': '报送已撤回，或不再符合筛选条件'
            }
        ], recursive := TRUE)
    FROM compared
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
WHERE holds
ORDER BY
    list_position(['新超期', '时限推迟', '取消办结', '新办结', '新增', '转入', '移出'], change),
    due_on ASC NULLS LAST,
    entry_no ASC
