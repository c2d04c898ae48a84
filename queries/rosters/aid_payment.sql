/*
title    = "有效的救助支付"
question = "哪些救助支付在退回抵消之后仍然有效？"
tables   = ["person_row"]
note     = "负数是退回，与同一人同样大小的一笔抵消。没有救助支付名单的，取结算名单里医疗救助支付大于零的行。"
[params.from_settled]
label = "没有救助支付名单，从结算名单取"
[columns]
person  = "人"
maf_pay = "救助金额"
serv_on = "服务日期"
paid_on = "支付日期"
*/
WITH pay AS (
    SELECT
        *,
        coalesce(serv_date, out_date, pay_date) AS serv_on,
        pay_date AS paid_on,
        row_number() OVER (
            PARTITION BY person, abs(maf_pay), maf_pay > 0
            ORDER BY coalesce(pay_date, serv_date, out_date), list_no, row_no
        ) AS turn
    FROM person_row
    WHERE
        left(base, 1) <> 'U'
        AND (role = 'aid' OR (role = 'settled' AND $from_settled))
        AND (has_pay OR maf_pay < 0)
        AND coalesce(coalesce(pay_date, serv_date, out_date) <= $as_of, TRUE)
)

SELECT * EXCLUDE (turn)
FROM pay AS p
WHERE
    p.has_pay
    AND NOT EXISTS (
        SELECT 1 FROM pay AS n
        WHERE n.person = p.person AND n.maf_pay = -p.maf_pay AND n.turn = p.turn
    )
