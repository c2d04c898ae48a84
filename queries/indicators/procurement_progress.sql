/*
code      = "F27"
title     = "集采约定量完成进度"
formula   = "累计采购量 ÷ 约定采购量 − 协议期的序时进度"
unit      = "百分点"
parts     = ["数量", "数量"]
direction = "高好"
compare   = "值"
yellow    = -0.15
red       = -0.30
domain    = "基金"
basis     = ["国办发〔2021〕2号：确保完成约定采购量", "默认：落后序时进度 15、30 个百分点"]
tables    = ["tps_cont_exec_m", "tps_ord_detl_d"]
optional  = ["tps_ord_detl_d"]
columns   = [
    "tps_cont_exec_m.cont_cnt",
    "tps_cont_exec_m.purc_cnt|tps_ord_detl_d.purc_cnt|tps_ord_detl_d.stoin_cnt",
    "tps_cont_exec_m.sched_prog|bch_begndate",
]
rows      = "fund/contracts"
note      = """
分子 = 累计采购量 − 约定量 × 序时进度，分母是约定量；完成率（累计采购量 ÷ 约定量）见明细行。
报表写了序时进度的用报表，没有的按协议起止日算到截至日。
报表没有采购量的用协议期内平台订单净数量。协议未开始的、期满一年以上的不计；数量相加，计量单位不一的不折算，逐品种见规则 R67。"""
*/

WITH counted AS (
    SELECT
        fixmedins_code,
        bch_name,
        CAST(cont_cnt AS DOUBLE) AS cont_cnt,
        CAST(purc_cnt AS DOUBLE) AS purc_cnt,
        CAST(cont_cnt AS DOUBLE) * coalesce(
            CAST(sched_prog AS DOUBLE),
            CASE
                WHEN bch_begndate IS NOT NULL AND bch_enddate <= $as_of THEN 1.0
                ELSE
                    (date_diff('day', bch_begndate, $as_of) + 1)
                    / CAST(date_diff('day', bch_begndate, bch_enddate) + 1 AS DOUBLE)
            END
        ) AS due_cnt
    FROM mart_contract
    WHERE
        coalesce(bch_begndate <= $as_of, TRUE)
        AND coalesce(date_diff('day', bch_enddate, $as_of) <= 365, TRUE)
        AND coalesce(ord_date <= $as_of, TRUE)
),

summed AS (
    SELECT
        CASE
            WHEN grouping(fixmedins_code) = 0 THEN 'fixmedins_code'
            WHEN grouping(bch_name) = 0 THEN 'batch'
            ELSE 'all'
        END AS dimension,
        CASE
            WHEN grouping(fixmedins_code) = 0 THEN fixmedins_code
            WHEN grouping(bch_name) = 0 THEN bch_name
            ELSE 'all'
        END AS member,
        sum(purc_cnt) AS purc_cnt,
        sum(cont_cnt) AS cont_cnt,
        sum(due_cnt) AS due_cnt
    FROM counted
    WHERE due_cnt IS NOT NULL
    GROUP BY GROUPING SETS ((), (fixmedins_code), (bch_name))
    HAVING sum(cont_cnt) > 0
)

SELECT
    dimension,
    member,
    strftime(CAST($as_of AS DATE), '%Y-%m-%d') AS period,
    purc_cnt - due_cnt AS numerator,
    cont_cnt AS denominator,
    round((purc_cnt - due_cnt) / cont_cnt, 9) AS value
FROM summed
ORDER BY dimension, member
