/*
title  = "一周的报送任务与报送"
grain  = "截至日所在的一周（周一至周日）：每类每周报送的台账、每个应报或已报的单位一行"
tables = ["filing_visible", "filing_duty_visible", "ledger_kind"]
note   = """
每周报送的台账是定义文件里写了 weekly_by 的台账，报送截止为该周的星期几（含当天）。报送计入它所报时段的那一周，没有写时段的按收到日期。
截至日以后收到的不计，截至日以前撤回的不计。state 是 按时、迟报、缺报、待报（还没有到截止日）。"""
*/

CREATE OR REPLACE MACRO filing_slot(as_of) AS TABLE
WITH week AS (
    SELECT
        kind,
        title,
        CAST(date_trunc('week', CAST(as_of AS DATE)) AS DATE) AS week_from,
        week_from + 6 AS week_to,
        week_from + weekly_by - 1 AS due_on
    FROM ledger_kind
    WHERE weekly_by IS NOT NULL
),

duty AS (
    SELECT DISTINCT
        d.kind,
        d.unit
    FROM filing_duty_visible AS d
    INNER JOIN week AS w ON d.kind = w.kind
    WHERE d.since <= w.due_on AND (d.until IS NULL OR d.until >= w.due_on)
),

received AS (
    SELECT
        f.kind,
        f.unit,
        count(*) AS filings,
        arg_min(f.filing_id, f.filed_at) AS filing_id,
        min(f.filed_at) AS filed_at,
        bool_or(coalesce(f.on_time, CAST(f.filed_at AS DATE) <= w.due_on)) AS on_time,
        bool_and(coalesce(f.zero_report, FALSE)) AS zero_report,
        CAST(sum(f.rows_new) AS INTEGER) AS rows_new,
        CAST(sum(f.rows_changed) AS INTEGER) AS rows_changed
    FROM filing_visible AS f
    INNER JOIN
        week AS w
        ON
            f.kind = w.kind
            AND coalesce(f.period_to, CAST(f.filed_at AS DATE)) BETWEEN w.week_from AND w.week_to
    WHERE
        f.filed_at < CAST(as_of AS DATE) + 1
        AND (f.withdrawn_at IS NULL OR f.withdrawn_at >= CAST(as_of AS DATE) + 1)
    GROUP BY f.kind, f.unit
)

SELECT
    w.kind,
    w.title,
    w.week_from,
    w.week_to,
    w.due_on,
    coalesce(d.unit, r.unit) AS unit,
    d.unit IS NOT NULL AS is_expected,
    r.unit IS NOT NULL AS is_received,
    CASE
        WHEN r.on_time THEN '按时'
        WHEN r.unit IS NOT NULL THEN '迟报'
        WHEN CAST(as_of AS DATE) > w.due_on THEN '缺报'
        ELSE '待报'
    END AS state,
    coalesce(r.zero_report, FALSE) AS is_zero,
    r.filing_id,
    r.filings,
    r.filed_at,
    r.rows_new,
    r.rows_changed
FROM duty AS d
FULL JOIN received AS r ON d.kind = r.kind AND d.unit = r.unit
INNER JOIN week AS w ON coalesce(d.kind, r.kind) = w.kind
