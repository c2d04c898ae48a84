/*
title  = "追溯码疑点的各次使用"
grain  = "一条追溯码疑点（R55、R56、R57、R58b）的一条证据（追溯码上传）一行"
tables = ["mart_lead", "mart_evidence"]
note   = "药名、机构、时间取证据中的上传记录；证据行已不在数据中的不列。"
*/
SELECT DISTINCT
    l.finding_key,
    l.code,
    l.subject_id,
    l.event_date,
    e.row_key,
    coalesce(e.cells ->> '$.medins_list_name', '未注明') AS drug_name,
    e.cells ->> '$.fixmedins_code' AS fixmedins_code,
    coalesce(e.cells ->> '$.fixmedins_name', e.cells ->> '$.fixmedins_code') AS fixmedins_name,
    CAST(e.cells ->> '$.opt_time' AS TIMESTAMP) AS used_at
FROM mart_lead AS l
INNER JOIN mart_evidence AS e ON e.finding_key = l.finding_key
WHERE
    l.code IN ('R55', 'R56', 'R57', 'R58b')
    AND e.table_name = 'drug_trac_sel_d'
    AND e.cells IS NOT NULL
ORDER BY l.code, l.finding_key, e.row_key
