/*
title  = "机构名录"
grain  = "登记的或结算数据里出现的一家机构一行"
tables = ["institution", "mart_setl_month", "mart_stay_month"]
note   = "登记册没有的机构也列出，名称即编号，不知类型与同级组。"
*/
WITH seen AS (
    SELECT fixmedins_code FROM mart_setl_month
    UNION
    SELECT fixmedins_code FROM mart_stay_month
)

SELECT
    coalesce(institution.fixmedins_code, seen.fixmedins_code) AS fixmedins_code,
    coalesce(
        institution.fixmedins_name, institution.fixmedins_code, seen.fixmedins_code
    ) AS fixmedins_name,
    institution.inst_type,
    institution.hosp_level,
    institution.town_name,
    institution.peer_group
FROM institution
FULL JOIN seen USING (fixmedins_code)
WHERE coalesce(institution.fixmedins_code, seen.fixmedins_code) IS NOT NULL
ORDER BY fixmedins_code
