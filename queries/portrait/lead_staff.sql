/*
title    = "疑点里的医师、药师、护理员"
question = "这条疑点的证据里出现哪些医师、药师、护理员？"
tables   = ["mart_staff_lead", "mart_staff"]
note     = "按证据中的行数从多到少，最多 6 名。"

[columns]
kind       = "类别"
staff_key  = "网址代号"
staff_name = "姓名"

[params.finding_key]
label = "疑点编号"
*/

SELECT
    m.kind,
    s.staff_key,
    s.staff_name
FROM mart_staff_lead AS m
INNER JOIN mart_staff AS s ON s.kind = m.kind AND s.member = m.member
WHERE m.finding_key = $finding_key
ORDER BY m.evidence_rows DESC, m.kind ASC, m.member ASC
LIMIT 6
