/*
title  = "集采约定量与采购量"
grain  = "一家机构、一个批次、一种进度写法、一个下单日（约定量与报表采购量没有下单日）一行"
tables = ["tps_cont_exec_m", "order_line"]
note   = """
有报表采购量的产品用报表（is_reported）；没有的用该机构协议期内的平台订单净数量，按下单日一行；
报表没有采购量、机构又没有任何订单的产品不计。sched_prog 是报表的序时进度（0 至 1 之间才用），只与报表采购量相配。
"""
*/
WITH contract AS (
    SELECT
        fixmedins_code,
        coalesce(bch_name, '未注明') AS bch_name,
        prod_code,
        bch_begndate,
        bch_enddate,
        CASE WHEN purc_cnt IS NOT NULL AND sched_prog BETWEEN 0 AND 1 THEN sched_prog END
            AS sched_prog,
        cont_cnt,
        purc_cnt,
        purc_cnt IS NOT NULL AS is_reported
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
    fixmedins_code,
    bch_name,
    bch_begndate,
    bch_enddate,
    sched_prog,
    is_reported,
    CAST(NULL AS DATE) AS ord_date,
    count(*) AS products,
    CAST(sum(cont_cnt) AS DECIMAL(18, 4)) AS cont_cnt,
    CAST(coalesce(sum(purc_cnt), 0) AS DECIMAL(18, 4)) AS purc_cnt
FROM contract
GROUP BY fixmedins_code, bch_name, bch_begndate, bch_enddate, sched_prog, is_reported
UNION ALL
SELECT
    contract.fixmedins_code,
    contract.bch_name,
    contract.bch_begndate,
    contract.bch_enddate,
    NULL,
    FALSE,
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
WHERE NOT contract.is_reported
GROUP BY
    contract.fixmedins_code, contract.bch_name, contract.bch_begndate, contract.bch_enddate,
    line.ord_date
ORDER BY fixmedins_code, bch_name, ord_date
