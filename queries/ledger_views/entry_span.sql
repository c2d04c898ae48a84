/*
title  = "每条记录从哪天到哪天是什么状态"
grain  = "每条记录的每个版本、状态和矛盾之处不变的每段日子一行"
tables = ["entry_row", "filing", "ledger_kind", "cal_day"]
note   = """
span_derived 是算法，entry_span 是算好的表：每次打开台账时全部重算，每次报送、撤回时在同一事务里重算所涉记录；
entry_span_visible 按身份过滤。from_on 至 to_on（都含当天）：当日结束时有效的是这个版本，且状态不变。
created_on 首次入账日；first_due_on 最初写明的时限；due_moves 到这个版本为止推迟的次数，撤回的报送所作的推迟自撤回起不计；
effective_due_on 时限，依次取填报的时限，立行立改而无日期的为发现（无则建账）后若干工作日，
该类台账有法定时限的为发现后若干自然日；due_workday_no 时限的工作日序号。undated 是可以没有时限的台账（记录已做的事）；contradiction 是填报与推算之间的矛盾，几处用；相连。"""
*/

CREATE OR REPLACE VIEW span_derived AS
WITH ordered AS (
    SELECT
        e.*,
        w.withdrawn_at AS undone_at,
        first_value(CAST(e.valid_from AS DATE)) OVER so_far AS created_on,
        first_value(e.due_on IGNORE NULLS) OVER so_far AS first_due_on,
        -- Withdrawing a filing adds a version that repeats an earlier one: putting a later
        -- deadline back is not a move.
        e.due_on > lag(e.due_on IGNORE NULLS) OVER so_far
        AND NOT coalesce(lag(w.withdrawn_at) OVER so_far <= e.valid_from, FALSE) AS is_move
    FROM entry_row AS e
    LEFT JOIN filing AS w ON e.filing_id = w.filing_id AND w.withdrawn_at IS NOT NULL
    WINDOW so_far AS (
        PARTITION BY e.kind, e.entry_no ORDER BY e.version
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
),

moved AS (
    SELECT
        *,
        -- Until when each move so far counts: a withdrawn filing's, until its withdrawal.
        list(coalesce(undone_at, TIMESTAMP 'infinity')) FILTER (WHERE is_move) OVER (
            PARTITION BY kind, entry_no ORDER BY version
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS counted_until
    FROM ordered
),

due AS (
    SELECT
        m.* EXCLUDE (undone_at, is_move, counted_until),
        coalesce(k.undated, FALSE) AS undated,
        CAST(
            coalesce(len(list_filter(m.counted_until, lambda until: until > m.valid_from)), 0)
            AS INTEGER
        ) AS due_moves,
        coalesce(
            m.due_on,
            CASE
                WHEN m.long_term THEN NULL
                WHEN m.immediate THEN target.day
                ELSE m.found_on + k.due_days
            END
        ) AS effective_due_on,
        effective_due_on - coalesce(k.soon_days, 10) AS soon_on,
        CAST(m.valid_from AS DATE) AS first_day,
        coalesce(CAST(m.valid_to AS DATE) - 1, DATE 'infinity') AS last_day
    FROM moved AS m
    LEFT JOIN ledger_kind AS k ON m.kind = k.kind
    LEFT JOIN cal_day AS base
        ON m.immediate AND m.due_on IS NULL AND base.day = coalesce(m.found_on, m.created_on)
    LEFT JOIN cal_day AS target
        ON target.is_workday
        AND target.workday_no = base.workday_no + coalesce(k.immediate_workdays, 15)
),

-- On these days, and no others, what follows from the date may change.
begun AS (
    SELECT
        *,
        list_sort(
            list_distinct(
                [first_day]
                || list_filter(
                    [soon_on, effective_due_on + 1, closed_on],
                    lambda day: day > first_day AND day <= last_day
                )
            )
        ) AS first_days
    FROM due
),

span AS (
    SELECT
        * EXCLUDE (first_day, last_day, first_days),
        unnest(first_days) AS from_on,
        unnest(list_append(list_transform(first_days[2:], lambda day: day - 1), last_day)) AS to_on
    FROM begun
),

stated AS (
    SELECT
        * EXCLUDE (soon_on),
        CASE
            WHEN status = '已办结' AND (closed_on IS NULL OR closed_on <= from_on) THEN '已办结'
            WHEN long_term AND due_on IS NULL THEN '长期坚持'
            WHEN effective_due_on < from_on THEN '超期'
            WHEN soon_on <= from_on THEN '临期'
            ELSE '正常'
        END AS state
    FROM span
)

SELECT
    s.*,
    c.workday_no AS due_workday_no,
    nullif(
        concat_ws(
            '；',
            CASE
                WHEN status = '已办结' AND closed_on IS NULL THEN '报已办结，但没有办结日期'
            END,
            CASE
                WHEN status = '预计按时办结' AND state = '超期'
                    THEN '报预计按时办结，但时限 ' || effective_due_on || ' 已过'
            END,
            CASE
                WHEN status IS DISTINCT FROM '已办结' AND closed_on <= from_on
                    THEN
                        coalesce('报' || status, '没有报是否办结') || '，但填了办结日期 ' || closed_on
            END,
            CASE WHEN closed_on > from_on THEN '办结日期 ' || closed_on || ' 晚于截至日' END,
            CASE
                WHEN closed_on < found_on
                    THEN '办结日期 ' || closed_on || ' 早于发现日期 ' || found_on
            END,
            CASE
                WHEN effective_due_on IS NULL AND NOT coalesce(long_term, FALSE) AND NOT undated
                    THEN '没有时限，也没有注明长期坚持或立行立改'
            END
        ),
        ''
    ) AS contradiction
FROM stated AS s
LEFT JOIN cal_day AS c ON s.effective_due_on = c.day;

CREATE OR REPLACE TABLE entry_span AS FROM span_derived;

CREATE OR REPLACE VIEW entry_span_visible AS
SELECT * REPLACE (
    unless_maintenance(persons) AS persons,
    unless_maintenance(description) AS description,
    unless_maintenance(measures) AS measures,
    unless_maintenance(remark) AS remark,
    unless_maintenance(transferred_text) AS transferred_text
)
FROM entry_span
WHERE may_see(units);
