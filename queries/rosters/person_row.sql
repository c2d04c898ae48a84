/*
title    = "名单各行与人"
question = "每一行归到哪个人？"
tables   = ["entry", "row_key", "same_person"]
[columns]
person   = "人"
base     = "认人的依据"
born     = "出生日期"
has_pay  = "是救助支付"
dated    = "名单写了身份起止"
*/
SELECT
    e.*,
    k.base,
    k.born,
    coalesce(s.person, k.base) AS person,
    e.list_no || ':' || e.row_no AS place,
    -- A list of payments without an amount column lists payments all the same.
    CASE
        WHEN e.role = 'aid' AND count(e.maf_pay) OVER (PARTITION BY e.list_no) = 0 THEN TRUE
        ELSE coalesce(e.maf_pay > 0, FALSE)
    END AS has_pay,
    count(e.begn_date) OVER (PARTITION BY e.list_no)
    + count(e.end_date) OVER (PARTITION BY e.list_no) > 0 AS dated
FROM entry AS e
INNER JOIN row_key AS k ON k.list_no = e.list_no AND k.row_no = e.row_no
LEFT JOIN same_person AS s ON s.base = k.base
