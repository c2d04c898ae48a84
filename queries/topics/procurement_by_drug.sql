/*
title    = "各品种的完成情况（协议期内）"
question = "哪个中选品种采购落后于序时进度？"
tables   = ["mart_contract_drug"]
note     = """
截至日期在协议期内的批次，各机构合计，一个批次的一个产品一行；序时进度按报表，没有的按协议起止日算到截至日。
落后多的在前。"""

[columns]
prod_name    = "产品"
bch_name     = "批次"
bch_enddate  = "协议结束"
institutions = "机构（家）"
cont_cnt     = "约定量"
purc_cnt     = "采购量"
done_rate    = "完成率"
due_rate     = "序时进度"
*/

WITH counted AS (
    SELECT
        bch_name,
        prod_code,
        min(prod_name) AS prod_name,
        max(bch_enddate) AS bch_enddate,
        CAST(sum(institutions) AS BIGINT) AS institutions,
        CAST(sum(cont_cnt) AS DOUBLE) AS cont_cnt,
        CAST(sum(purc_cnt) AS DOUBLE) AS purc_cnt,
        sum(CAST(cont_cnt AS DOUBLE) * coalesce(
            CAST(sched_prog AS DOUBLE),
            (date_diff('day', bch_begndate, $as_of) + 1)
            / CAST(date_diff('day', bch_begndate, bch_enddate) + 1 AS DOUBLE)
        )) AS due_cnt
    FROM mart_contract_drug
    WHERE
        $as_of BETWEEN bch_begndate AND bch_enddate
        AND coalesce(ord_date <= $as_of, TRUE)
    GROUP BY bch_name, prod_code
)

SELECT
    prod_name,
    bch_name,
    bch_enddate,
    institutions,
    cont_cnt,
    purc_cnt,
    purc_cnt / nullif(cont_cnt, 0) AS done_rate,
    due_cnt / nullif(cont_cnt, 0) AS due_rate
FROM counted
ORDER BY (purc_cnt - due_cnt) / nullif(cont_cnt, 0) ASC NULLS LAST, prod_name ASC, bch_name ASC
