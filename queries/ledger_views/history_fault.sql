/*
title  = "台账历史中不该出现的情况"
grain  = "每处问题一行"
tables = ["entry_row", "filing", "audit", "ledger_kind"]
note   = "核验（verify）用，不按身份过滤，只写编号，不写内容。"
*/

CREATE OR REPLACE VIEW history_fault AS
WITH chained AS (
    SELECT
        kind,
        entry_no,
        version,
        valid_from,
        valid_to,
        row_number() OVER entry AS expected,
        lag(valid_to) OVER entry AS ended_before
    FROM entry_row
    WINDOW entry AS (PARTITION BY kind, entry_no ORDER BY version, valid_from)
)

SELECT '条目 ' || coalesce(entry_no, '（无编号）') || ' 的版本号不连续或重复' AS sentence
FROM chained
WHERE entry_no IS NULL OR version IS DISTINCT FROM expected
UNION ALL
SELECT '条目 ' || entry_no || ' 第 ' || version || ' 版的起止时间与前一版接不上'
FROM chained
WHERE expected > 1 AND valid_from IS DISTINCT FROM ended_before OR valid_to < valid_from
UNION ALL
SELECT '条目 ' || entry_no || ' 有 ' || count(*) || ' 个现行版本'
FROM entry_row
WHERE valid_to IS NULL
GROUP BY kind, entry_no
HAVING count(*) > 1
UNION ALL
SELECT '编号 ' || entry_no || ' 用在了几种台账上'
FROM entry_row
GROUP BY entry_no
HAVING count(DISTINCT kind) > 1
UNION ALL
SELECT DISTINCT '编号 ' || e.entry_no || ' 不是“' || k.title || '”的编号'
FROM entry_row AS e
INNER JOIN ledger_kind AS k ON e.kind = k.kind
WHERE NOT starts_with(e.entry_no, k.prefix || '-')
UNION ALL
SELECT DISTINCT '条目 ' || e.entry_no || ' 所续的 ' || e.recurs_of || ' 不存在'
FROM entry_row AS e
LEFT JOIN entry_row AS old ON e.kind = old.kind AND e.recurs_of = old.entry_no
WHERE e.recurs_of IS NOT NULL AND old.entry_no IS NULL
UNION ALL
SELECT DISTINCT '条目 ' || e.entry_no || ' 的报送批次 ' || coalesce(e.filing_id, '（空）') || ' 不存在'
FROM entry_row AS e
LEFT JOIN filing AS f ON e.filing_id = f.filing_id
WHERE f.filing_id IS NULL
UNION ALL
SELECT '报送批次 ' || f.filing_id || ' 记新增 ' || f.rows_new || ' 条，实有 ' || count(e.entry_no) || ' 条'
FROM filing AS f
LEFT JOIN entry_row AS e ON f.filing_id = e.filing_id AND e.version = 1
GROUP BY f.filing_id, f.rows_new
HAVING f.rows_new <> count(e.entry_no)
UNION ALL
SELECT '报送批次 ' || f.filing_id || ' 在审计记录中没有“' || done.action || '”'
FROM filing AS f
CROSS JOIN (VALUES ('报送'), ('撤回报送'), ('上报冻结')) AS done (action)
LEFT JOIN audit AS a ON f.filing_id = a.subject AND done.action = a.action
WHERE
    a.seq IS NULL
    AND CASE done.action
        WHEN '报送' THEN true
        WHEN '撤回报送' THEN f.withdrawn_at IS NOT NULL
        ELSE f.frozen_at IS NOT NULL
    END;
