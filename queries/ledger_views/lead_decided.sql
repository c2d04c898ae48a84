/*
title  = "疑点线索的历次处置及其有效期间"
grain  = "每条疑点的每次处置一行"
tables = ["lead_decision", "entry_lead", "entry_row"]
note   = """
decision 是 核实、排除、移送、需补材料、重新核查，或 立账（立入疑点线索处置台账，台账撤回的不算）。
until_at 是下一次处置的时间，没有下一次的为空；first_checked_at 是第一次有结论（核实、排除、移送、立账）的时间。"""
*/
CREATE OR REPLACE VIEW lead_decided AS
WITH made AS (
    SELECT
        finding_key,
        decision,
        decided_at
    FROM lead_decision
    UNION ALL
    SELECT
        l.finding_key,
        '立账' AS decision,
        min(e.valid_from) AS decided_at
    FROM entry_lead AS l
    INNER JOIN entry_row AS e ON l.entry_no = e.entry_no AND e.version = 1
    GROUP BY l.finding_key
)

SELECT
    *,
    lead(decided_at) OVER (PARTITION BY finding_key ORDER BY decided_at) AS until_at,
    min(decided_at) FILTER (WHERE decision IN ('核实', '排除', '移送', '立账')) OVER (
        PARTITION BY finding_key
    ) AS first_checked_at
FROM made
WHERE
    getvariable('viewer_scope') IS NULL
    AND getvariable('viewer_role') IN ('领导', '专班', '维护');
