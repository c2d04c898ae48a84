/*
title    = "重复码涉及的药品"
question = "哪些药的追溯码反复出现，在几家机构？"
tables   = ["mart_trace_use"]
note     = """
规则 R55、R56、R57 的疑点和 R58b 的格式不符，到截至日期，药名取证据中的上传记录；
一条疑点有几种药的，各算一条。机构是证据里出现的机构。"""

[columns]
drug_name    = "药品"
reused       = "同一机构多次（条）"
resurfaced   = "隔月另一家（条）"
elsewhere    = "几天内两家（条）"
malformed    = "格式不符（条）"
uses         = "证据（次）"
institutions = "机构（家）"
last_on      = "最近一次"
*/

SELECT
    drug_name,
    count(DISTINCT finding_key) FILTER (WHERE code = 'R55') AS reused,
    count(DISTINCT finding_key) FILTER (WHERE code = 'R56') AS resurfaced,
    count(DISTINCT finding_key) FILTER (WHERE code = 'R57') AS elsewhere,
    count(DISTINCT finding_key) FILTER (WHERE code = 'R58b') AS malformed,
    count(DISTINCT row_key) AS uses,
    count(DISTINCT fixmedins_code) AS institutions,
    max(CAST(used_at AS DATE)) AS last_on
FROM mart_trace_use
WHERE event_date IS NULL OR event_date <= $as_of
GROUP BY drug_name
ORDER BY count(DISTINCT finding_key) DESC, drug_name ASC
