/*
title  = "集采品种的约定量与采购量"
grain  = "一个批次的一个产品、一种进度写法、一个下单日（约定量与报表采购量没有下单日）一行"
tables = ["tps_cont_exec_m", "order_line"]
note   = """
口径同 mart_contract，各机构合计：有报表采购量的用报表，没有的用该机构协议期内的平台订单净数量，按下单日一行；
报表没有采购量、机构又没有任何订单的不计。institutions 是有约定量的机构数，只在没有下单日的行。
"""
*/
WITH contract AS (
    SELECT
        fixmedins_code,
        coalesce(bch_name, '未注明') AS bch_name,
        coalesce(prod_code, prod_name, '未注明') AS prod_code,
        coalesce(prod_name, prod_code, '未注明') AS prod_name,
        bch_begndate,
        bch_enddate,
        CASE WHEN purc_cnt IS NOT NULL AND sched_prog BETWEEN 0 AND 1 THEN sched_prog END
            AS sched_prog,
        cont_cnt,
        purc_cnt
    FROM tps_cont_exec_m
    WHERE
        cont_cnt > 0
        AND fixmedins_code IS NOT NULL
        AND (
            purc_cnt IS NOT NULL
            OR fixmedins_code IN (SELECT order_line.fixmedins_code FROM order_line)
        )
)

SELECT
    bch_name,
    prod_code,
    min(prod_name) AS prod_name,
    bch_begndate,
    bch_enddate,
    sched_prog,
    CAST(NULL AS DATE) AS ord_date,
    count(DISTINCT fixmedins_code) AS institutions,
    CAST(sum(cont_cnt) AS DECIMAL(18, 4)) AS cont_cnt,
    CAST(coalesce(sum(purc_cnt), 0) AS DECIMAL(18, 4)) AS purc_cnt
FROM contract
GROUP BY bch_name, prod_code, bch_begndate, bch_enddate, sched_prog
UNION ALL
SELECT
    contract.bch_name,
    contract.prod_code,
    min(contract.prod_name),
    contract.bch_begndate,
    contract.bch_enddate,
    NULL,
    line.ord_date,
    0,
    0,
    CAST(sum(line.ord_cnt) AS DECIMAL(18, 4))
FROM contract
INNER JOIN order_line AS line
    ON
        line.fixmedins_code = contract.fixmedins_code
        AND line.prod_code = contract.prod_code
        AND line.ord_date BETWEEN contract.bch_begndate AND contract.bch_enddate
WHERE contract.purc_cnt IS NULL
GROUP BY
    contract.bch_name, contract.prod_code, contract.bch_begndate, contract.bch_enddate,
    line.ord_date
ORDER BY bch_name, prod_code, ord_date
