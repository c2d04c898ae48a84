/*
title  = "参保人与疑点"
grain  = "一名参保人的一条疑点一行"
tables = ["finding", "mart_evidence"]
note   = "疑点说的就是这名参保人的，is_subject 为真；疑点说的是终端、代办人、机构等，证据里有这名参保人的，也列出，is_subject 为假。"
*/
SELECT
    psn_no,
    finding_key,
    TRUE AS is_subject
FROM finding
WHERE psn_no IS NOT NULL
UNION ALL
SELECT DISTINCT
    e.cells ->> '$.psn_no' AS psn_no,
    f.finding_key,
    FALSE AS is_subject
FROM finding AS f
INNER JOIN mart_evidence AS e ON e.finding_key = f.finding_key
WHERE f.psn_no IS NULL AND e.cells ->> '$.psn_no' IS NOT NULL
ORDER BY psn_no, finding_key
