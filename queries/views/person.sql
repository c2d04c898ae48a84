/*
title  = "有效人员"
grain  = "一名有效的参保或救助人员一行"
tables = ["psn_info_b"]
*/
SELECT
    p.psn_no,
    p.certno,
    p.gend,
    p.brdy,
    p.live_addr,
    p.town_name,
    p.vil_name,
    p.mob
FROM psn_info_b AS p
WHERE coalesce(p.vali_flag, '1') = '1'
