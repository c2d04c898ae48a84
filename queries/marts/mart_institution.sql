/*
title  = "机构名录"
grain  = "登记的或结算数据里出现的一家机构一行"
tables = ["institution", "mart_setl_month", "mart_stay_month"]
note   = "登记册没有的机构也列出，名称即编号，不知类型与同级组；没有机构编号的数据合为“未注明”一家。"
*/
WITH seen AS (
    SELECT coalesce(fixmedins_code, '未注明') AS fixmedins_code FROM mart_setl_month
    UNION
    SELECT coalesce(fixmedins_code, '未注明') FROM mart_stay_month
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
ORDER BY fixmedins_code
