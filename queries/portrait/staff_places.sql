/*
title    = "有医师、药师、护理员可以查看的机构"
question = "先选哪家机构？"
tables   = ["mart_staff"]

[columns]
fixmedins_code = "机构编号"
fixmedins_name = "机构名称"
members        = "人数"

[params.kind]
label = "类别：physician、pharmacist、caregiver"
*/

SELECT
    fixmedins_code,
    fixmedins_name,
    count(*) AS members
FROM mart_staff
WHERE kind = $kind
GROUP BY fixmedins_code, fixmedins_name
ORDER BY fixmedins_name, fixmedins_code
