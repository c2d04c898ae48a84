/*
title  = "关系网络的组"
grain  = "一组关系一行；金额单位元"
tables = ["mart_network_finding", "mart_network_row", "mart_institution"]
note   = """
findings 是这一组由几条疑点而来；同一终端上两条规则（R59、R59b）说的可能是同一批刷卡，金额取大的一条规则，不相加。
crossing 是组内同时出现在别的组里的人数；rows 是证据行数。
"""
*/
WITH ruled AS (
    SELECT
        group_key,
        tie,
        code,
        count(*) AS findings,
        min(event_date) AS first_on,
        max(event_date) AS last_on,
        sum(total_yuan) AS total_yuan,
        sum(fund_yuan) AS fund_yuan
    FROM mart_network_finding
    GROUP BY group_key, tie, code
),

grouped AS (
    SELECT
        group_key,
        tie,
        string_agg(code, '、' ORDER BY code) AS codes,
        sum(findings) AS findings,
        min(first_on) AS first_on,
        max(last_on) AS last_on,
        max(total_yuan) AS total_yuan,
        max(fund_yuan) AS fund_yuan
    FROM ruled
    GROUP BY group_key, tie
),

crossing AS (
    SELECT psn_no
    FROM mart_network_row
    GROUP BY psn_no
    HAVING count(DISTINCT group_key) > 1
),

seen AS (
    SELECT
        r.group_key,
        count(*) AS evidence_rows,
        count(DISTINCT r.psn_no) AS persons,
        count(DISTINCT c.psn_no) AS crossing,
        count(DISTINCT r.fixmedins_code) AS institutions,
        min(r.fixmedins_code) AS fixmedins_code,
        min(r.trml_no) AS trml_no
    FROM mart_network_row AS r
    LEFT JOIN crossing AS c ON c.psn_no = r.psn_no
    GROUP BY r.group_key
)

SELECT
    g.group_key,
    g.tie,
    g.codes,
    CAST(g.findings AS INTEGER) AS findings,
    s.persons,
    s.institutions,
    s.crossing,
    s.evidence_rows,
    CASE
        WHEN s.institutions = 1 THEN coalesce(i.fixmedins_name, s.fixmedins_code)
        ELSE s.institutions || ' 家机构'
    END AS place,
    s.trml_no,
    g.total_yuan,
    g.fund_yuan,
    g.first_on,
    g.last_on
FROM grouped AS g
INNER JOIN seen AS s ON s.group_key = g.group_key
LEFT JOIN mart_institution AS i ON i.fixmedins_code = s.fixmedins_code
ORDER BY s.persons DESC, g.fund_yuan DESC NULLS LAST, g.group_key
