/*
title  = "关系网络的点"
grain  = "一组关系里的一名参保人、一家机构、一台终端或一名代办人一行；金额单位元"
tables = ["mart_network_edge", "mart_network_row", "finding", "mart_institution"]
note   = """
node_no 是组内的序号：机构、终端、代办人在前，参保人按连线次数从多到少。
amount 是结伴住院涉及的基金，购药的为购药金额；groups 是这名参保人一共出现在几组关系里。
"""
*/
WITH side AS (
    SELECT
        group_key,
        side_a AS node,
        times,
        CASE WHEN left(side_b, 7) = 'person:' THEN times END AS person_times
    FROM mart_network_edge
    UNION ALL
    SELECT
        group_key,
        side_b,
        times,
        CASE WHEN left(side_a, 7) = 'person:' THEN times END
    FROM mart_network_edge
),

node AS (
    SELECT
        group_key,
        node,
        split_part(node, ':', 1) AS node_kind,
        substr(node, strpos(node, ':') + 1) AS node_code,
        count(*) AS links,
        sum(times) AS times
    FROM side
    GROUP BY group_key, node
),

own AS (
    SELECT DISTINCT
        r.group_key,
        f.psn_no,
        f.fund_amount
    FROM mart_network_row AS r
    INNER JOIN finding AS f ON f.psn_no = r.psn_no AND f.code = 'R30'
    WHERE r.tie = '结伴住院'
),

bought AS (
    SELECT
        group_key,
        psn_no,
        sum(sale_yuan) AS sale_yuan
    FROM mart_network_row
    WHERE sale_yuan IS NOT NULL
    GROUP BY group_key, psn_no
),

crossing AS (
    SELECT
        psn_no,
        count(DISTINCT group_key) AS groups
    FROM mart_network_row
    GROUP BY psn_no
)

SELECT
    n.group_key,
    n.node,
    n.node_kind,
    row_number() OVER (
        PARTITION BY n.group_key ORDER BY n.node_kind = 'person', n.times DESC, n.node
    ) AS node_no,
    CASE WHEN n.node_kind = 'person' THEN n.node_code END AS psn_no,
    CASE WHEN n.node_kind = 'agent' THEN n.node_code END AS certno,
    CASE n.node_kind
        WHEN 'institution' THEN coalesce(i.fixmedins_name, n.node_code)
        WHEN 'terminal' THEN '终端 ' || n.node_code
    END AS node_name,
    n.links,
    CAST(n.times AS INTEGER) AS times,
    coalesce(o.fund_amount, b.sale_yuan) AS amount,
    c.groups
FROM node AS n
LEFT JOIN mart_institution AS i
    ON n.node_kind = 'institution' AND i.fixmedins_code = n.node_code
LEFT JOIN own AS o
    ON n.node_kind = 'person' AND o.group_key = n.group_key AND o.psn_no = n.node_code
LEFT JOIN bought AS b
    ON n.node_kind = 'person' AND b.group_key = n.group_key AND b.psn_no = n.node_code
LEFT JOIN crossing AS c ON n.node_kind = 'person' AND c.psn_no = n.node_code
ORDER BY n.group_key, node_no
