/*
title    = "医师、药师、护理员名录"
question = "有哪些医师、药师、护理员可以查看？"
tables   = ["mart_staff"]
note     = "有业务数据的；同一人在几家机构各算一名。"

[columns]
staff_key      = "网址代号"
member         = "代号"
fixmedins_code = "机构编号"
fixmedins_name = "机构"
staff_code     = "代码"
staff_name     = "姓名"
dept_name      = "科室"

[params.kind]
label = "类别：physician、pharmacist、caregiver"

[params.fixmedins_code]
label = "机构编号；空为全部"

[params.staff_key]
label = "网址代号；空为全部"
*/

SELECT
    staff_key,
    member,
    fixmedins_code,
    fixmedins_name,
    staff_code,
    staff_name,
    dept_name
FROM mart_staff
WHERE
    kind = $kind
    AND ($fixmedins_code IS NULL OR fixmedins_code = $fixmedins_code)
    AND ($staff_key IS NULL OR staff_key = $staff_key)
ORDER BY fixmedins_name ASC, weight_yuan DESC NULLS LAST, staff_code ASC
