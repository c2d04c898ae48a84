/*
title    = "定点医药机构"
question = "有哪些机构可以查看，各属哪一组？"
tables   = ["institution", "mart_care_ytd"]
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
    coalesce(institution.fixmedins_code, seen.fixmedins_code) AS fixmedins_code,
    coalesce(institution.fixmedins_name, institution.fixmedins_code, seen.fixmedins_code)
        AS fixmedins_name,
    institution.inst_type,
    institution.hosp_level,
    institution.town_name,
    institution.peer_group
FROM institution
FULL JOIN (
    SELECT DISTINCT member AS fixmedins_code
    FROM mart_care_ytd
    WHERE dimension = 'fixmedins_code' AND member <> '未注明'
) AS seen USING (fixmedins_code)
ORDER BY fixmedins_name, fixmedins_code
