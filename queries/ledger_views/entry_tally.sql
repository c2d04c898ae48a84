/*
title  = "台账记录的分组统计"
grain  = "每个日期、每个成员一行"
tables = ["entry_selected"]
note   = """
by_what 是 leader、unit、category、campaign、source 之一，或 all（只有“合计”一行）。
几位领导共同负责的记录在每位名下各计一次，合计只计一次；按一位领导筛选时不列与其共同负责的其他领导。"""
*/

-- What is counted, and how, is said once: front page, rankings and totals cannot disagree.
CREATE OR REPLACE MACRO entry_tally(
    by_what, days, for_kind, for_campaign, for_unit, for_category, for_source, for_leader
) AS TABLE
WITH placed AS (
    SELECT
        *,
        unnest(
            CASE by_what
                WHEN 'leader' THEN list_distinct(leaders)
                WHEN 'unit' THEN [unit]
                WHEN 'category' THEN [category]
                WHEN 'campaign' THEN [campaign]
                WHEN 'source' THEN [source]
                ELSE ['合计']
            END
        ) AS member
    FROM entry_selected(
        days, for_kind, for_campaign, for_unit, for_category, for_source, for_leader
    )
)

SELECT
    "at",
    member,
    count(*) AS total_items,
    count(*) FILTER (WHERE state = '已办结') AS closed_items,
    count(*) FILTER (WHERE state <> '已办结') AS open_items,
    count(*) FILTER (WHERE state = '超期') AS overdue_items,
    count(*) FILTER (WHERE state = '临期') AS due_soon_items,
    count(*) FILTER (WHERE state = '正常') AS normal_items,
    count(*) FILTER (WHERE state = '长期坚持') AS long_term_items,
    count(*) FILTER (WHERE days_left <= 7) AS due_7_items,
    count(*) FILTER (WHERE days_left <= 30) AS due_30_items,
    count(*) FILTER (WHERE state <> '已办结' AND due_moves > 0) AS moved_items,
    count(*) FILTER (WHERE long_term) AS standing_items,
    count(contradiction) AS contradiction_items,
    closed_items / total_items AS closed_rate,
    max(days_overdue) AS overdue_longest_days,
    max(workdays_overdue) AS overdue_longest_workdays,
    min(effective_due_on) FILTER (WHERE days_left IS NOT NULL) AS next_due_on,
    sum(amount_involved_yuan) AS involved_yuan,
    sum(amount_recovered_yuan) AS recovered_yuan,
    first(entry_no ORDER BY days_overdue DESC, entry_no ASC)
        FILTER (WHERE state = '超期') AS oldest_entry_no
FROM placed
WHERE for_leader IS NULL OR by_what <> 'leader' OR member = for_leader
GROUP BY "at", member
