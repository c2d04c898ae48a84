/*
title  = "关系网络的证据行"
grain  = "一组关系里一名参保人的一次住院或一笔购药一行；金额单位元"
tables = ["mart_network_finding", "mart_evidence"]
note   = """
同一行在同一组的几条疑点里都是证据的只留一行。每条疑点的证据最多 50 行，很大的组列不全。
"""
*/
WITH seen AS (
    SELECT
        g.group_key,
        g.tie,
        g.agent_no,
        e.row_key,
        e.cells ->> '$.psn_no' AS psn_no,
        coalesce(e.cells ->> '$.fixmedins_code', '未注明') AS fixmedins_code,
        CASE WHEN g.tie = '同一终端刷卡' THEN e.cells ->> '$.trml_no' END AS trml_no,
        TRY_CAST(coalesce(e.cells ->> '$.begntime', e.cells ->> '$.sel_retn_time') AS TIMESTAMP)
            AS began_at,
        TRY_CAST(e.cells ->> '$.endtime' AS TIMESTAMP) AS ended_at,
        TRY_CAST(e.cells ->> '$.sel_retn_cnt' AS DOUBLE)
        * TRY_CAST(e.cells ->> '$.finl_trns_pric' AS DOUBLE) AS sale_yuan
    FROM mart_network_finding AS g
    INNER JOIN mart_evidence AS e ON e.finding_key = g.finding_key
    WHERE e.cells IS NOT NULL
)

SELECT DISTINCT
    group_key,
    tie,
    agent_no,
    row_key,
    psn_no,
    fixmedins_code,
    trml_no,
    began_at,
    ended_at,
    CAST(round(sale_yuan, 2) AS DECIMAL(18, 2)) AS sale_yuan
FROM seen
WHERE psn_no IS NOT NULL
ORDER BY group_key, began_at, row_key
