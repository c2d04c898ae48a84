/*
title  = "有疑点的参保人"
grain  = "一名有疑点的参保人一行"
tables = ["mart_person_lead", "person"]
note   = "随每次筛查重算；不留姓名、证件号码、电话和住址。"
*/
WITH suspect AS (
    SELECT
        psn_no,
        count(*) AS items,
        count_if(is_subject) AS own_items
    FROM mart_person_lead
    GROUP BY psn_no
)

SELECT
    s.psn_no,
    CASE p.gend WHEN '1' THEN '男' WHEN '2' THEN '女' END AS gender,
    p.brdy,
    p.town_name,
    s.items,
    s.own_items
FROM suspect AS s
LEFT JOIN person AS p ON p.psn_no = s.psn_no
ORDER BY s.psn_no
