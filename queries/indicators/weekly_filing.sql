/*
code      = "Q11"
title     = "周报及时率"
formula   = "按时报送的单位数 ÷ 应报单位数；另给缺报与连续零报告"
unit      = "%"
parts     = ["个", "个"]
direction = "高好"
compare   = "值"
yellow    = { "按时报送" = 1 }
red       = { "没有连续零报告" = 1 }
domain    = "督导"
basis     = ["方案：通川2025专项整治，每周四前报自查发现问题台账", "默认：连续零报告 4 周且同行有报为红"]
tables    = ["filing_visible", "filing_duty_visible", "ledger_kind"]
rows      = "ledger/filings_week"
note      = """
每周四前 = 周三 24:00 前（截止星期见台账定义）。每周取截至日以前最近一个已过的截止日；撤回的报送不计。补报计入有报，不计入按时。
“有报”是近 13 个应报周中报了的占比（分母减分子即缺报周数）；“连续零报告”分子是到最近一期为止连续零报告的周数，
只列 4 周以上、其间有别的单位报来问题的单位。“没有连续零报告”是其余单位的占比。"""
*/

WITH back AS (
    SELECT unnest(range(13)) AS week_no
),

slot AS (
    SELECT
        b.week_no,
        d.kind,
        d.unit,
        k.weekly_by,
        CAST($as_of AS DATE) - CAST(7 * b.week_no AS INTEGER) AS "at",
        -- On the last day in time itself the report is not late yet: that week counts a day later.
        "at" - CAST((isodow("at") - k.weekly_by + 6) % 7 + 1 AS INTEGER) AS due_on
    FROM filing_duty_visible AS d
    INNER JOIN ledger_kind AS k ON d.kind = k.kind
    CROSS JOIN back AS b
    WHERE k.weekly_by IS NOT NULL
),

owed AS (
    SELECT DISTINCT
        s.*
    FROM slot AS s
    INNER JOIN filing_duty_visible AS d ON s.kind = d.kind AND s.unit = d.unit
    WHERE d.since <= s.due_on AND (d.until IS NULL OR d.until >= s.due_on)
),

filed AS (
    SELECT
        o.week_no,
        o.kind,
        o.unit,
        o."at",
        o.due_on,
        count(f.filing_id) > 0 AS is_filed,
        coalesce(bool_or(CAST(f.filed_at AS DATE) <= o.due_on), FALSE) AS is_on_time,
        bool_and(coalesce(f.zero_report, FALSE)) AS is_zero
    FROM owed AS o
    LEFT JOIN filing_visible AS f
        ON o.kind = f.kind
        AND o.unit = f.unit
        AND coalesce(f.period_to, CAST(f.filed_at AS DATE))
        BETWEEN o.due_on - (o.weekly_by - 1) AND o.due_on + (7 - o.weekly_by)
        AND f.filed_at < CAST($as_of AS DATE) + INTERVAL 1 DAY
        AND (f.withdrawn_at IS NULL OR f.withdrawn_at >= CAST($as_of AS DATE) + INTERVAL 1 DAY)
    GROUP BY o.week_no, o.kind, o.unit, o."at", o.due_on
),

week AS (
    SELECT
        *,
        -- The run of zero reports that a week belongs to ends at the next week that is none.
        count(*) FILTER (WHERE NOT is_zero) OVER (
            PARTITION BY kind, unit ORDER BY week_no
        ) AS others_since,
        bool_or(is_filed AND NOT is_zero) OVER (PARTITION BY kind, week_no) AS somebody_reports
    FROM filed
),

zero_run AS (
    SELECT
        kind,
        unit,
        count(*) FILTER (WHERE is_zero AND others_since = 0) AS run_weeks,
        coalesce(
            bool_or(somebody_reports) FILTER (WHERE is_zero AND others_since = 0), FALSE
        ) AS others_report
    FROM week
    GROUP BY kind, unit
),

unit_run AS (
    SELECT
        unit,
        max(CASE WHEN others_report THEN run_weeks ELSE 0 END) AS run_weeks
    FROM zero_run
    GROUP BY unit
),

result AS (
    SELECT
        'all' AS dimension,
        'all' AS member,
        "at",
        count(*) FILTER (WHERE is_on_time) AS numerator,
        count(*) AS denominator
    FROM week
    GROUP BY "at"
    UNION ALL
    SELECT
        'line' AS dimension,
        '按时报送' AS member,
        "at",
        count(*) FILTER (WHERE is_on_time) AS numerator,
        count(*) AS denominator
    FROM week
    GROUP BY "at"
    UNION ALL
    SELECT
        'unit' AS dimension,
        unit AS member,
        "at",
        count(*) FILTER (WHERE is_on_time) AS numerator,
        count(*) AS denominator
    FROM week
    GROUP BY unit, "at"
    UNION ALL
    SELECT
        'filed' AS dimension,
        unit AS member,
        CAST($as_of AS DATE) AS "at",
        count(*) FILTER (WHERE is_filed) AS numerator,
        count(*) AS denominator
    FROM week
    GROUP BY unit
    UNION ALL
    SELECT
        'zero_run' AS dimension,
        unit AS member,
        CAST($as_of AS DATE) AS "at",
        run_weeks AS numerator,
        13 AS denominator
    FROM unit_run
    WHERE run_weeks >= 4
    UNION ALL
    SELECT
        'line' AS dimension,
        '没有连续零报告' AS member,
        CAST($as_of AS DATE) AS "at",
        count(*) FILTER (WHERE run_weeks < 4) AS numerator,
        count(*) AS denominator
    FROM unit_run
    HAVING count(*) > 0
)

SELECT
    dimension,
    member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(numerator AS DOUBLE) AS numerator,
    CAST(denominator AS DOUBLE) AS denominator,
    numerator / denominator AS value
FROM result
ORDER BY dimension, member, period
