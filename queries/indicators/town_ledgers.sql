/*
code      = "Q27"
title     = "街镇专班建账率"
formula   = "已建台账的街镇 ÷ 街镇总数"
parts     = ["个", "个"]
unit      = "%"
direction = "高好"
compare   = "值"
yellow    = 1
domain    = "督导"
basis     = ["方案：长宁2022医疗救助专项治理，街镇专班建立台账", "默认：低于 100% 为黄"]
tables    = ["entry_by_member", "filing_visible", "filing_duty_visible"]
rows      = "ledger/by_unit"
note      = "街镇是应报单位（报送任务）中名称以镇、乡、街道结尾的；有一条以它为牵头责任单位的在册条目，或报送过（含零报告）的算已建账。"
*/

WITH back AS (
    SELECT CAST($as_of AS DATE) - CAST(7 * unnest(range(13)) AS INTEGER) AS "at"
),

town AS (
    SELECT DISTINCT
        back."at",
        duty.unit
    FROM back
    INNER JOIN filing_duty_visible AS duty
        ON duty.since <= back."at" AND coalesce(duty.until >= back."at", TRUE)
    WHERE regexp_matches(duty.unit, '(镇|乡|街道)$')
),

kept AS (
    SELECT
        "at",
        member AS unit
    FROM entry_by_member($as_of, 13)
    WHERE dimension = 'unit'
    UNION
    SELECT
        back."at",
        filing.unit
    FROM back
    INNER JOIN filing_visible AS filing
        ON
            filing.filed_at < back."at" + 1
            AND coalesce(filing.withdrawn_at >= back."at" + 1, TRUE)
),

counted AS (
    SELECT
        town."at",
        town.unit,
        CASE WHEN kept.unit IS NULL THEN 0.0 ELSE 1.0 END AS has_ledger
    FROM town
    LEFT JOIN kept ON kept."at" = town."at" AND kept.unit = town.unit
)

SELECT
    CASE WHEN grouping(unit) = 0 THEN 'unit' ELSE 'all' END AS dimension,
    CASE WHEN grouping(unit) = 0 THEN unit ELSE 'all' END AS member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(sum(has_ledger) AS DOUBLE) AS numerator,
    CAST(count(*) AS DOUBLE) AS denominator,
    CAST(sum(has_ledger) AS DOUBLE) / count(*) AS value
FROM counted
GROUP BY GROUPING SETS (("at"), ("at", unit))
ORDER BY dimension, member, period
