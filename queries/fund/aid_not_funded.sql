/*
title    = "应资助而未资助参保的人员"
question = "哪些特困、低保、返贫致贫人员今年还没有得到资助参保？"
tables   = ["mart_aid_enrol"]
note     = "取截至日期所在年度或之前最近一个有资助参保名单的年度；身份在截至日期前已认定。未参保的也列出。"

[columns]
year          = "参保年度"
town_name     = "镇街"
psn_name      = "姓名"
psn_no        = "人员编号"
idet_name     = "救助身份"
begin_on      = "身份开始"
is_insured    = "已参保"
*/

WITH listed AS (
    SELECT *
    FROM mart_aid_enrol
    WHERE year <= strftime(CAST($as_of AS DATE), '%Y') AND begin_on <= $as_of
)

SELECT
    year,
    town_name,
    psn_name,
    psn_no,
    idet_name,
    nullif(begin_on, DATE '0001-01-01') AS begin_on,
    is_insured
FROM listed
WHERE
    year = (SELECT max(year) FROM listed)
    AND NOT (is_funded AND coalesce(funded_on <= $as_of, TRUE))
ORDER BY town_name, idet_name, psn_no
