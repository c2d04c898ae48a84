/*
title  = "每周末在册的记录，按指标的分组展开"
grain  = "每个周末、每条在册记录、每个所属的组一行"
tables = ["entry_weeks", "ledger_kind"]
note   = """
dimension 是 all（全部）、kind（台账）、unit（牵头责任单位）、leader（责任领导），member 是组名。几位领导共同负责的在每位名下各计一次。
started_on 是建账日：填报的发现日期，没有的取首次入账日。is_past_due：时限在当日之前。
培训、记分一类只记已做的事、又没有时限的条目不列。"""
*/

-- What the supervision indicators count is said once: their groups agree with each other.
CREATE OR REPLACE MACRO entry_by_member(as_of, weeks) AS TABLE
WITH placed AS (
    SELECT
        e."at",
        e.kind,
        e.entry_no,
        e.state,
        e.closed_on,
        e.effective_due_on,
        e.workdays_overdue,
        e.amount_involved_yuan,
        e.amount_recovered_yuan,
        e.category,
        e.mechanism,
        e.measures,
        e.contradiction,
        e.unit,
        coalesce(e.found_on, e.created_on) AS started_on,
        coalesce(e.effective_due_on < e."at", FALSE) AS is_past_due,
        unnest(
            [
                {'dimension': 'all', 'member': 'all'},
                {'dimension': 'kind', 'member': coalesce(k.title, e.kind)},
                {'dimension': 'unit', 'member': coalesce(e.unit, '未写明')}
            ]
            || list_transform(
                CASE WHEN len(e.leaders) > 0 THEN list_distinct(e.leaders) ELSE ['未写明'] END,
                lambda leader: {'dimension': 'leader', 'member': leader}
            )
        ) AS place
    FROM entry_weeks(as_of, weeks) AS e
    LEFT JOIN ledger_kind AS k ON e.kind = k.kind
    -- What was done and has no deadline is nobody's to mend.
    WHERE NOT (e.undated AND e.effective_due_on IS NULL)
)

SELECT
    * EXCLUDE (place),
    place.dimension AS dimension,
    place.member AS member
FROM placed;
