/*
code     = "R67"
title    = "集采进度落后"
question = "医疗机构的中选产品采购进度，是否明显落后于协议期的时间进度？"
basis    = [
    "《国务院办公厅关于推动药品集中带量采购工作常态化制度化开展的意见》（国办发〔2021〕2号）：确保完成约定采购量",
    "落后多少算明显由当地规定，默认 15 个百分点",
]
class    = "警"
stage    = ["事中", "事后"]
subject  = "一家机构的一个批次（机构编码|批次名称）"
tables   = ["tps_cont_exec_m", "tps_ord_detl_d"]
optional = ["tps_ord_detl_d"]
columns  = [
    "tps_cont_exec_m.fixmedins_code", "tps_cont_exec_m.prod_code", "tps_cont_exec_m.cont_cnt",
    "tps_cont_exec_m.purc_cnt|tps_ord_detl_d.purc_cnt|tps_ord_detl_d.stoin_cnt",
    "tps_cont_exec_m.sched_prog|bch_begndate", "tps_cont_exec_m.sched_prog|bch_enddate",
]
limits   = """
逐个产品比：完成率 = 实际采购量 ÷ 约定采购量；任一产品落后超过 15 个百分点（黄）即列出该机构该批次，
数值是落后最多的产品落后的百分点，超过 30 的为红。
有执行报表采购量的用报表，时间进度用同表的序时进度（0 至 1 之间的）；没有的按协议起止日算到截至日，
没有报表采购量的用该机构协议期内的订单净数量；机构没有任何订单的不判。
报表不是截至日当天的、又没有序时进度的会误报。没有支出，涉及金额为空；供货短缺造成的落后也会命中。
"""
reviewed = 2025-11-21

[params.lag]
default = 15
unit    = "百分点"
label   = "完成率落后时间进度超过多少算黄色"
source  = "默"
*/
WITH buyer AS (SELECT DISTINCT o.fixmedins_code FROM order_line AS o),

contract AS (
    SELECT
        c.fixmedins_code,
        coalesce(c.bch_name, '') AS bch_name,
        c.prod_code,
        c.bch_begndate,
        c.cont_cnt,
        c.purc_cnt,
        CASE WHEN c.sched_prog BETWEEN 0 AND 1 THEN CAST(c.sched_prog AS DOUBLE) END AS sched_prog,
        CASE
            WHEN c.bch_begndate IS NOT NULL AND c.bch_enddate < $as_of THEN 1.0
            ELSE
                CAST(date_diff('day', c.bch_begndate, $as_of) + 1 AS DOUBLE)
                / nullif(date_diff('day', c.bch_begndate, c.bch_enddate) + 1, 0)
        END AS elapsed,
        least(c.bch_enddate, $as_of) AS last_date
    FROM tps_cont_exec_m AS c
    WHERE
        c.fixmedins_code IS NOT NULL
        AND c.prod_code IS NOT NULL
        AND coalesce(c.bch_begndate <= $as_of, TRUE)
),

ordered AS (
    SELECT
        c.fixmedins_code,
        c.bch_name,
        c.prod_code,
        CAST(coalesce(sum(o.ord_cnt), 0) AS DOUBLE) AS ord_cnt
    FROM contract AS c
    INNER JOIN buyer AS b ON b.fixmedins_code = c.fixmedins_code
    LEFT JOIN order_line AS o
        ON
            o.fixmedins_code = c.fixmedins_code
            AND o.prod_code = c.prod_code
            AND o.ord_date BETWEEN c.bch_begndate AND c.last_date
    GROUP BY c.fixmedins_code, c.bch_name, c.prod_code
),

behind AS (
    SELECT
        c.fixmedins_code,
        c.bch_name,
        c.prod_code,
        -- A share of time belongs to the quantity reported beside it, not to later orders.
        round(
            100 * CASE
                WHEN c.purc_cnt IS NULL THEN c.elapsed ELSE coalesce(c.sched_prog, c.elapsed)
            END
            - 100 * coalesce(CAST(c.purc_cnt AS DOUBLE), o.ord_cnt)
            / nullif(CAST(c.cont_cnt AS DOUBLE), 0),
            2
        ) AS lag
    FROM contract AS c
    LEFT JOIN ordered AS o
        ON
            o.fixmedins_code = c.fixmedins_code
            AND o.bch_name = c.bch_name
            AND o.prod_code = c.prod_code
),

product AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY fixmedins_code, bch_name ORDER BY lag DESC, prod_code ASC
        ) AS place
    FROM behind
    WHERE lag > $lag
)

SELECT
    fixmedins_code || '|' || bch_name AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    fixmedins_code,
    CAST($as_of AS DATE) AS event_date,
    CAST(NULL AS DECIMAL(18, 2)) AS total_amount,
    CAST(NULL AS DECIMAL(18, 2)) AS fund_amount,
    max(lag) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'tps_cont_exec_m:' || prod_code END, ';' ORDER BY place)
        AS evidence
FROM product
GROUP BY fixmedins_code, bch_name
