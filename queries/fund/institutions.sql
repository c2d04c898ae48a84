/*
title    = "定点医药机构"
question = "有哪些机构可以查看，各属哪一组？"
tables   = ["mart_institution"]
note     = "登记册里的机构，加上结算数据里出现而登记册没有的机构（名称即编号）。"

[columns]
fixmedins_code = "机构编号"
fixmedins_name = "机构名称"
inst_type      = "机构类型"
hosp_level     = "等级"
town_name      = "镇街"
peer_group     = "同级组"
*/

SELECT
    fixmedins_code,
    fixmedins_name,
    inst_type,
    hosp_level,
    town_name,
    peer_group
FROM mart_institution
ORDER BY fixmedins_name, fixmedins_code
