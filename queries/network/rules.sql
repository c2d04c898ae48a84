/*
title    = "关系从哪些规则来"
question = "各种关系由哪条规则筛出，筛查结果如何，缺什么？"
tables   = ["mart_rule", "rule_run", "mart_network_finding", "mart_network_group"]
note     = "不适用不等于没有：缺的表装入后重新筛查才知道。"

[columns]
tie    = "关系"
code   = "规则编号"
status = "筛查结果"
found  = "疑点（条）"
groups = "关系（组）"
reason = "缺什么"

*/

WITH wanted AS (
    SELECT *
    FROM (VALUES
        ('结伴住院', 'R30'),
        ('同一终端刷卡', 'R59'),
        ('同一终端刷卡', 'R59b'),
        ('代人购药', 'R62')
    ) AS v (tie, code)
),

last_run AS (
    SELECT *
    FROM rule_run
    QUALIFY row_number() OVER (PARTITION BY code ORDER BY ran_at DESC) = 1
),

found AS (
    SELECT
        f.code,
        count(*) AS findings,
        count(DISTINCT f.group_key) AS groups
    FROM mart_network_finding AS f
    INNER JOIN mart_network_group AS g ON g.group_key = f.group_key
    GROUP BY f.code
)

SELECT
    w.tie,
    w.code,
    CASE WHEN r.rule IS NULL THEN '没有这条规则' ELSE coalesce(l.status, '未运行') END AS status,
    coalesce(f.findings, 0) AS found,
    coalesce(f.groups, 0) AS groups,
    CASE
        WHEN r.rule IS NULL THEN '本程序还没有规则 ' || w.code || '，请更新程序后重新筛查'
        WHEN l.status IS NULL THEN '还没有筛查，请运行 python -m oversight screen'
        ELSE l.reason
    END AS reason
FROM wanted AS w
LEFT JOIN mart_rule AS r ON r.code = w.code
LEFT JOIN last_run AS l ON l.code = w.code
LEFT JOIN found AS f ON f.code = w.code
ORDER BY w.code
