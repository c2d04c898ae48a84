/*
title  = "关系网络的疑点"
grain  = "说的是几个人之间关系的一条疑点一行"
tables = ["finding", "mart_evidence"]
note   = """
结伴住院（R30）按规则给出的组，同一终端刷卡（R59、R59b）按一家机构的一台终端，代人购药（R62）按一名代办人，各为一组。
group_key 是组内最小的疑点编号，不含人员编号。"""
*/
WITH tied AS (
    SELECT
        f.finding_key,
        f.code,
        CASE f.code
            WHEN 'R30' THEN '结伴住院' WHEN 'R62' THEN '代人购药' ELSE '同一终端刷卡'
        END AS tie,
        CASE f.code
            WHEN 'R30' THEN g.row_key
            WHEN 'R62' THEN split_part(f.subject_id, '|', 1)
            ELSE split_part(f.subject_id, '|', 1) || '|' || split_part(f.subject_id, '|', 2)
        END AS label,
        CASE WHEN f.code = 'R62' THEN split_part(f.subject_id, '|', 1) END AS agent_no,
        f.event_date,
        f.total_amount AS total_yuan,
        f.fund_amount AS fund_yuan
    FROM finding AS f
    LEFT JOIN mart_evidence AS g
        ON g.finding_key = f.finding_key AND g.table_name = 'group' AND f.code = 'R30'
    WHERE f.code IN ('R30', 'R59', 'R59b', 'R62')
)

SELECT
    finding_key,
    code,
    tie,
    min(finding_key) OVER (PARTITION BY tie, label) AS group_key,
    agent_no,
    event_date,
    total_yuan,
    fund_yuan
FROM tied
WHERE label IS NOT NULL
ORDER BY group_key, finding_key
