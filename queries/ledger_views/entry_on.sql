/*
title  = "若干日期各自在册的记录与推算状态"
grain  = "每个日期、每条当日在册的记录一行"
tables = ["entry_version", "filing", "cal_day", "ledger_kind"]
note   = """
days 是日期列表。在册：当日结束时有效的版本，即当时所知。时限 effective_due_on 依次取：填报的时限；
立行立改而无日期的，发现（无则建账）后第 15 个工作日；该类台账有法定时限的，发现后若干自然日。
days_overdue、workdays_overdue 只在超期时有值，days_left 只在未办结且未超期时有值。
contradiction 是填报与推算之间的矛盾，几处用；相连。"""
*/

CREATE OR REPLACE MACRO entry_on(days) AS TABLE
WITH day_asked AS (
    SELECT DISTINCT CAST(unnest(days) AS DATE) AS "at"
),

ordered AS (
    SELECT
        e.*,
        coalesce(k.soon_days, 10) AS soon_days,
        k.due_days,
        coalesce(k.immediate_workdays, 15) AS immediate_workdays,
        min(CAST(e.valid_from AS DATE)) OVER (PARTITION BY e.kind, e.entry_no) AS created_on,
        first_value(e.due_on IGNORE NULLS) OVER so_far AS first_due_on,
        lag(e.due_on IGNORE NULLS) OVER so_far AS due_before,
        lag(e.filing_id) OVER so_far AS filing_before
    FROM entry_version AS e
    LEFT JOIN ledger_kind AS k ON e.kind = k.kind
    WHERE e.valid_from < (SELECT max("at") + INTERVAL 1 DAY FROM day_asked)
    WINDOW so_far AS (
        PARTITION BY e.kind, e.entry_no ORDER BY e.version
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
),

-- Withdrawing a filing adds a version that repeats the one before the filing.
marked AS (
    SELECT
        o.*,
        f.filing_id IS NOT NULL AS is_reinstated,
        coalesce(f.filing_id IS NULL AND o.due_on > o.due_before, false) AS is_move
    FROM ordered AS o
    LEFT JOIN filing AS f ON o.filing_before = f.filing_id AND f.withdrawn_at <= o.valid_from
),

reinstated AS (
    SELECT
        r.kind,
        r.entry_no,
        r.version AS version,
        max(o.version) AS repeats
    FROM marked AS r
    INNER JOIN marked AS o
        ON r.kind = o.kind AND r.entry_no = o.entry_no AND o.version < r.version
        AND r.filing_id = o.filing_id
    WHERE r.is_reinstated
    GROUP BY r.kind, r.entry_no, r.version
),

-- A move made by a filing later withdrawn counts until the withdrawal and not after it.
undone AS (
    SELECT
        m.kind,
        m.entry_no,
        m.version,
        min(r.version) AS undone_by
    FROM marked AS m
    INNER JOIN reinstated AS r
        ON m.kind = r.kind AND m.entry_no = r.entry_no
        AND r.repeats < m.version AND m.version < r.version
    WHERE m.is_move
    GROUP BY m.kind, m.entry_no, m.version
),

move_event AS (
    SELECT kind, entry_no, version, 1 AS change FROM marked WHERE is_move
    UNION ALL
    SELECT kind, entry_no, undone_by AS version, -1 AS change FROM undone
),

in_force AS (
    SELECT
        d."at",
        m.*
    FROM marked AS m
    INNER JOIN day_asked AS d
        ON m.valid_from < d."at" + INTERVAL 1 DAY
        AND (m.valid_to IS NULL OR m.valid_to >= d."at" + INTERVAL 1 DAY)
),

moved AS (
    SELECT
        i."at",
        i.kind,
        i.entry_no,
        sum(e.change) AS due_moves
    FROM in_force AS i
    INNER JOIN move_event AS e
        ON i.kind = e.kind AND i.entry_no = e.entry_no AND e.version <= i.version
    GROUP BY i."at", i.kind, i.entry_no
),

due AS (
    SELECT
        i.*,
        coalesce(
            i.due_on,
            CASE
                WHEN i.long_term THEN NULL
                WHEN i.immediate THEN target.day
                ELSE i.found_on + i.due_days
            END
        ) AS effective_due_on,
        coalesce(v.due_moves, 0) AS due_moves
    FROM in_force AS i
    LEFT JOIN moved AS v ON i."at" = v."at" AND i.kind = v.kind AND i.entry_no = v.entry_no
    LEFT JOIN cal_day AS base
        ON i.immediate AND i.due_on IS NULL AND base.day = coalesce(i.found_on, i.created_on)
    LEFT JOIN cal_day AS target
        ON target.is_workday AND target.workday_no = base.workday_no + i.immediate_workdays
),

stated AS (
    SELECT
        due.*,
        CASE
            WHEN status = '已办结' AND (closed_on IS NULL OR closed_on <= "at") THEN '已办结'
            WHEN long_term AND due_on IS NULL THEN '长期坚持'
            WHEN effective_due_on < "at" THEN '超期'
            WHEN effective_due_on <= "at" + soon_days THEN '临期'
            ELSE '正常'
        END AS state
    FROM due
)

SELECT
    s.* EXCLUDE (
        soon_days, due_days, immediate_workdays, due_before, filing_before, is_reinstated, is_move
    ),
    CASE WHEN state = '超期' THEN date_diff('day', effective_due_on, "at") END AS days_overdue,
    CASE
        WHEN state = '超期' THEN today.workday_no - due_day.workday_no
    END AS workdays_overdue,
    CASE
        WHEN state IN ('临期', '正常', '长期坚持')
            THEN date_diff('day', "at", effective_due_on)
    END AS days_left,
    nullif(
        concat_ws(
            '；',
            CASE
                WHEN status = '已办结' AND closed_on IS NULL THEN '报已办结，但没有办结日期'
            END,
            CASE
                WHEN status = '预计按时办结' AND state = '超期'
                    THEN '报预计按时办结，但时限 ' || strftime(effective_due_on, '%Y-%m-%d') || ' 已过'
            END,
            CASE
                WHEN status IS DISTINCT FROM '已办结' AND closed_on <= "at"
                    THEN
                        coalesce('报' || status, '没有报是否办结') || '，但填了办结日期 '
                        || strftime(closed_on, '%Y-%m-%d')
            END,
            CASE
                WHEN closed_on > "at"
                    THEN '办结日期 ' || strftime(closed_on, '%Y-%m-%d') || ' 晚于截至日'
            END,
            CASE
                WHEN closed_on < found_on
                    THEN
                        '办结日期 ' || strftime(closed_on, '%Y-%m-%d') || ' 早于发现日期 '
                        || strftime(found_on, '%Y-%m-%d')
            END,
            CASE
                WHEN effective_due_on IS NULL AND NOT coalesce(long_term, false)
                    THEN '没有时限，也没有注明长期坚持或立行立改'
            END
        ),
        ''
    ) AS contradiction
FROM stated AS s
LEFT JOIN cal_day AS today ON s."at" = today.day
LEFT JOIN cal_day AS due_day ON s.effective_due_on = due_day.day;
