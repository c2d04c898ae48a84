/*
title    = "台账中涉及这家机构的记录"
question = "各台账里有哪些记录说的是这家机构，办到哪一步？"
tables   = ["entry_selected", "entry_lead", "mart_lead"]
note     = "由这家机构的疑点立账的；或问题、责任单位里写有这家机构全名的。简称、别名查不到。"

[columns]
entry_no     = "编号"
state        = "状态"
description  = "问题"
leader       = "责任领导"
unit         = "牵头责任单位"
found_on     = "发现日期"
due_on       = "时限"
days_overdue = "超期（自然日）"
involved_yuan = "涉及金额（元）"
recovered_yuan = "追回金额（元）"

[params.fixmedins_code]
label = "机构编号"

[params.fixmedins_name]
label = "机构全名"
*/

WITH linked AS (
    SELECT DISTINCT e.entry_no
    FROM entry_lead AS e
    INNER JOIN mart_lead AS l ON l.finding_key = e.finding_key
    WHERE l.fixmedins_code = $fixmedins_code
)

SELECT
    s.entry_no,
    s.state,
    s.description,
    s.leader,
    s.unit,
    s.found_on,
    s.effective_due_on AS due_on,
    s.days_overdue,
    s.amount_involved_yuan AS involved_yuan,
    s.amount_recovered_yuan AS recovered_yuan
FROM entry_selected([CAST($as_of AS DATE)], NULL, NULL, NULL, NULL, NULL, NULL) AS s
WHERE
    s.entry_no IN (SELECT linked.entry_no FROM linked)
    OR contains(s.description, $fixmedins_name)
    OR list_contains(s.units, $fixmedins_name)
ORDER BY
    list_position(['超期', '临期', '正常', '长期坚持', '已办结'], s.state),
    s.effective_due_on ASC NULLS LAST,
    s.entry_no ASC
