/*
title    = "集采约定量与采购量"
question = "各机构各批次约定多少、采购了多少、落后序时多少？"
tables   = ["mart_contract", "mart_institution"]
note     = "序时进度按报表，没有的按协议起止日算到截至日；期满一年以上的不列。"

[columns]
fixmedins_name = "机构"
bch_name       = "批次"
bch_begndate   = "协议开始"
bch_enddate    = "协议结束"
products       = "品种"
cont_cnt       = "约定量"
purc_cnt       = "采购量"
done_rate      = "完成率"
due_rate       = "序时进度"
*/

WITH counted AS (
    SELECT
        *,
        coalesce(
            CAST(sched_prog AS DOUBLE),
            CASE
                WHEN bch_begndate IS NOT NULL AND bch_enddate <= $as_of THEN 1.0
                ELSE
                    (date_diff('day', bch_begndate, $as_of) + 1)
                    / CAST(date_diff('day', bch_begndate, bch_enddate) + 1 AS DOUBLE)
            END
        ) AS due_rate
    FROM mart_contract
    WHERE
        coalesce(bch_begndate <= $as_of, TRUE)
        AND coalesce(date_diff('day', bch_enddate, $as_of) <= 365, TRUE)
        AND coalesce(ord_date <= $as_of, TRUE)
)

SELECT
    coalesce(institution.fixmedins_name, counted.fixmedins_code) AS fixmedins_name,
    counted.bch_name,
    counted.bch_begndate,
    counted.bch_enddate,
    CAST(sum(counted.products) AS BIGINT) AS products,
    CAST(sum(counted.cont_cnt) AS DOUBLE) AS cont_cnt,
    CAST(sum(counted.purc_cnt) AS DOUBLE) AS purc_cnt,
    CAST(sum(counted.purc_cnt) AS DOUBLE) / CAST(sum(counted.cont_cnt) AS DOUBLE) AS done_rate,
    CAST(sum(counted.cont_cnt * counted.due_rate) AS DOUBLE)
    / CAST(sum(counted.cont_cnt) AS DOUBLE) AS due_rate
FROM counted
LEFT JOIN mart_institution AS institution USING (fixmedins_code)
WHERE counted.due_rate IS NOT NULL
GROUP BY
    coalesce(institution.fixmedins_name, counted.fixmedins_code), counted.bch_name,
    counted.bch_begndate, counted.bch_enddate
HAVING sum(counted.cont_cnt) > 0
ORDER BY fixmedins_name, counted.bch_name, counted.bch_begndate
