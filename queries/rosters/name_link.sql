/*
title    = "同名同出生日期"
question = "哪些人姓名和出生日期相同，证件号却缺失或不同？"
tables   = ["entry", "row_key"]
note     = """
一方没有可用证件号、同名同生日的只有一个证件号的，按同一人；两个证件号不在同一类名单里同时出现的，也按同一人，均注明存疑。
同名同生日有几个证件号、分不清是谁的，只提示，由人确认。"""
[columns]
base_a   = "一方"
base_b   = "另一方"
is_same  = "按同一人"
words    = "存疑之处"
*/
WITH named AS (
    SELECT
        e.psn_name,
        k.born,
        k.base,
        starts_with(k.base, 'I|') AS has_id,
        list(DISTINCT e.role) AS roles
    FROM entry AS e
    INNER JOIN row_key AS k ON k.list_no = e.list_no AND k.row_no = e.row_no
    WHERE e.psn_name IS NOT NULL AND k.born IS NOT NULL AND left(k.base, 1) IN ('I', 'N')
    GROUP BY e.psn_name, k.born, k.base
),

namesake AS (
    SELECT
        psn_name,
        born,
        count_if(has_id) AS ids,
        min(base) FILTER (WHERE has_id) AS first_id,
        max(base) FILTER (WHERE has_id) AS last_id,
        -- Two numbers on lists of one kind: that list itself says they are two persons.
        count_if(has_id) = 2
        AND len(list_distinct(flatten(list(roles) FILTER (WHERE has_id))))
        = len(flatten(list(roles) FILTER (WHERE has_id))) AS is_one
    FROM named
    GROUP BY psn_name, born
    HAVING count(*) > 1 AND count_if(has_id) > 0
)

SELECT
    g.first_id AS base_a,
    n.base AS base_b,
    g.ids = 1 OR g.is_one AS is_same,
    CASE
        WHEN NOT (g.ids = 1 OR g.is_one) THEN '姓名和出生日期相同的不止一人，请确认是哪一位'
        WHEN n.has_id THEN '姓名和出生日期相同，证件号不同'
        ELSE '姓名和出生日期相同，一方证件号缺失或不符'
    END AS words
FROM namesake AS g
INNER JOIN named AS n ON n.psn_name = g.psn_name AND n.born = g.born
WHERE n.base <> g.first_id AND (NOT n.has_id OR g.is_one)
UNION ALL
-- A person without a number among several of that name and birthday: each of them may be meant.
SELECT
    m.base AS base_a,
    n.base AS base_b,
    FALSE AS is_same,
    '姓名和出生日期相同的不止一人，请确认是哪一位' AS words
FROM namesake AS g
INNER JOIN named AS n ON n.psn_name = g.psn_name AND n.born = g.born AND NOT n.has_id
INNER JOIN named AS m ON m.psn_name = g.psn_name AND m.born = g.born AND m.has_id
WHERE g.ids > 1 AND NOT g.is_one AND m.base <> g.first_id
