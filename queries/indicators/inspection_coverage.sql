/*
code      = "Q13"
title     = "现场检查覆盖率"
formula   = "本年检查过的定点医药机构家数（不重复）÷ 登记的定点医药机构家数"
parts     = ["家", "家"]
unit      = "%"
direction = "高好"
compare   = "值"
yellow    = { "覆盖率占序时进度" = 1 }
domain    = "督导"
basis     = ["方案：长宁2019基金监管，现场检查全覆盖", "默认：低于序时进度（本年已过天数的占比）为黄"]
tables    = ["inspections_version", "mart_institution"]
rows      = "ledger/inspections_year"
note      = "检查记录的被检查机构须与登记的机构名称或编号相同才认得出；写简称的不计。“覆盖率占序时进度” = 覆盖率 ÷ 本年已过天数占全年的比例。"
*/

WITH week AS (
    SELECT CAST($as_of AS DATE) - CAST(7 * unnest(range(13)) AS INTEGER) AS "at"
),

inspected AS (
    SELECT DISTINCT
        week."at",
        entry.institution
    FROM inspections_version AS entry
    INNER JOIN week
        ON entry.valid_from < week."at" + 1 AND coalesce(entry.valid_to >= week."at" + 1, TRUE)
    WHERE entry.found_on <= week."at" AND year(entry.found_on) = year(week."at")
),

listed AS (
    SELECT
        week."at",
        org.inst_type,
        coalesce(org.town_name, '未注明') AS town_name,
        CASE
            WHEN EXISTS (
                SELECT 1 FROM inspected
                WHERE
                    inspected."at" = week."at"
                    AND inspected.institution IN (org.fixmedins_code, org.fixmedins_name)
            ) THEN 1
            ELSE 0
        END AS part
    FROM mart_institution AS org
    CROSS JOIN week
    -- What is in no register is not one of the institutions to be inspected.
    WHERE org.inst_type IS NOT NULL AND week."at" IN (SELECT inspected."at" FROM inspected)
),

summed AS (
    SELECT
        CASE
            WHEN grouping(inst_type) = 0 THEN 'inst_type'
            WHEN grouping(town_name) = 0 THEN 'town_name'
            ELSE 'all'
        END AS dimension,
        CASE
            WHEN grouping(inst_type) = 0 THEN inst_type
            WHEN grouping(town_name) = 0 THEN town_name
            ELSE 'all'
        END AS member,
        "at",
        CAST(sum(part) AS DOUBLE) AS numerator,
        CAST(count(*) AS DOUBLE) AS denominator
    FROM listed
    GROUP BY GROUPING SETS (("at"), ("at", inst_type), ("at", town_name))
)

SELECT
    dimension,
    member,
    strftime("at", '%Y-%m-%d') AS period,
    numerator,
    denominator,
    numerator / denominator AS value
FROM summed
UNION ALL
SELECT
    'line' AS dimension,
    '覆盖率占序时进度' AS member,
    strftime("at", '%Y-%m-%d') AS period,
    numerator / denominator AS numerator,
    dayofyear("at") / CAST(dayofyear(make_date(year("at"), 12, 31)) AS DOUBLE) AS denominator,
    (numerator / denominator)
    / (dayofyear("at") / CAST(dayofyear(make_date(year("at"), 12, 31)) AS DOUBLE)) AS value
FROM summed
WHERE dimension = 'all'
ORDER BY dimension, member, period
