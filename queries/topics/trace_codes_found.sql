/*
title    = "重复使用的追溯码：从哪家到哪家"
question = "重复使用的追溯码是什么药，先在哪家用、后在哪家用，隔了几天？"
tables   = ["mart_trace_use", "lead_state"]
note     = """
规则 R55（同一机构多次）、R56（隔月在另一家，可能回流）、R57（几天内两家，可能假码）的疑点，每个码一行，到截至日期。
先、后是证据中最早、最晚的一次使用，时间按上传；最多列 500 个。点一行看证据。"""

[columns]
finding_key = "疑点编号"
last_on     = "后用日期"
gap_days    = "相隔（天）"
drug_name   = "药品"
trac_codg   = "追溯码"
first_name  = "先用机构"
last_name   = "后用机构"
pattern     = "情形"
state       = "状态"
*/

SELECT
    u.finding_key,
    max(CAST(u.used_at AS DATE)) AS last_on,
    date_diff('day', CAST(min(u.used_at) AS DATE), CAST(max(u.used_at) AS DATE)) AS gap_days,
    min(u.drug_name) AS drug_name,
    split_part(min(u.subject_id), '|', 1) AS trac_codg,
    min_by(u.fixmedins_name, u.used_at) AS first_name,
    max_by(u.fixmedins_name, u.used_at) AS last_name,
    CASE min(u.code)
        WHEN 'R55' THEN '同一机构多次'
        WHEN 'R56' THEN '隔月另一家'
        ELSE '几天内两家'
    END AS pattern,
    coalesce(min(s.state), '待核查') AS state
FROM mart_trace_use AS u
LEFT JOIN lead_state AS s ON s.finding_key = u.finding_key
WHERE
    u.code IN ('R55', 'R56', 'R57')
    AND (u.event_date IS NULL OR u.event_date <= $as_of)
GROUP BY u.finding_key
ORDER BY last_on DESC, trac_codg ASC, pattern ASC
LIMIT 500
