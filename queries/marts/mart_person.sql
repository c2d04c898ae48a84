/*
title  = "有疑点的参保人"
grain  = "一名有疑点的参保人一行"
tables = ["mart_person_lead", "person"]
note   = "随每次筛查重算；不留姓名、证件号码、电话和住址。person_key 是网址里代替人员编号的代号。"
*/
WITH suspect AS (
    SELECT
        psn_no,
        -- Named in an address without the number: nobody outside knows the key of a finding.
        md5(min(finding_key) || psn_no) AS person_key
    FROM mart_person_lead
    GROUP BY psn_no
)

SELECT
    s.psn_no,
    s.person_key,
    CASE p.gend WHEN '1' THEN '男' WHEN '2' THEN '女' END AS gender,
    p.brdy,
    p.town_name
FROM suspect AS s
LEFT JOIN person AS p ON p.psn_no = s.psn_no
ORDER BY s.psn_no
