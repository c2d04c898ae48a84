/*
code      = "Q10"
title     = "共性问题建制率"
formula   = "有长效机制的共性问题类别 ÷ 共性问题类别"
parts     = ["类", "类"]
unit      = "%"
direction = "高好"
compare   = "值"
yellow    = { all = 0.8 }
red       = { all = 0.6 }
domain    = "督导"
basis     = ["方案：长宁2022医疗救助专项治理、济源2022专项治理，建立长效机制", "默认：80%、60%"]
tables    = ["entry_by_member"]
rows      = "ledger/by_category"
note      = "共性问题：问题整改、自查发现问题台账中，两个以上牵头责任单位都有的问题类别。类别中有一条填了长效机制的算已建制；分项是该类别填了的条数占比，不亮灯。没有写类别、单位的不计。"
*/

WITH found AS (
    SELECT
        "at",
        category,
        count(DISTINCT unit) AS units,
        count(*) AS entries,
        count(*) FILTER (WHERE coalesce(trim(mechanism), '') <> '') AS built
    FROM entry_by_member($as_of, 13)
    WHERE
        dimension = 'all'
        AND kind IN ('rectification', 'self_check')
        AND category IS NOT NULL
        AND unit IS NOT NULL
    GROUP BY "at", category
    HAVING count(DISTINCT unit) >= 2
)

SELECT
    'all' AS dimension,
    'all' AS member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(count(*) FILTER (WHERE built > 0) AS DOUBLE) AS numerator,
    CAST(count(*) AS DOUBLE) AS denominator,
    numerator / denominator AS value
FROM found
GROUP BY "at"
UNION ALL
SELECT
    'category' AS dimension,
    category AS member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(built AS DOUBLE) AS numerator,
    CAST(entries AS DOUBLE) AS denominator,
    built / entries AS value
FROM found
ORDER BY dimension, member, period
