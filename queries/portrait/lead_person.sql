/*
title    = "疑点里的参保人"
question = "这条疑点说的是哪名参保人？"
tables   = ["mart_person", "mart_person_lead"]

[columns]
person_key = "人员代号"
psn_no     = "人员编号"

[params.finding_key]
label = "疑点编号"
*/

SELECT
    p.person_key,
    p.psn_no
FROM mart_person_lead AS m
INNER JOIN mart_person AS p ON p.psn_no = m.psn_no
WHERE m.finding_key = $finding_key AND m.is_subject
