/*
code     = "R68"
title    = "高价非中选药品采购超比例"
question = "同一通用名下，机构采购价格高于中选产品的非中选产品，数量是否超过规定比例？"
basis    = [
    "《国务院办公厅关于推动药品集中带量采购工作常态化制度化开展的意见》（国办发〔2021〕2号）：医疗机构优先采购使用中选药品",
    "非中选产品的比例上限由当地文件规定，默认 10%（黄色）",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一家机构的一个通用名（机构编码|通用名）"
tables   = ["tps_ord_detl_d"]
columns  = [
    "tps_ord_detl_d.medins_code", "tps_ord_detl_d.drug_genname", "tps_ord_detl_d.sel_flag",
    "tps_ord_detl_d.purc_pric", "tps_ord_detl_d.purc_cnt|stoin_cnt",
    "tps_ord_detl_d.ord_time|shp_time|stoin_time",
]
limits   = """
看截至日前 365 天的订单净数量。高价：单价高于全部机构同一通用名中选产品的最高单价；没有中选产品的通用名不查，全部机构第一笔中选订单之前的订单不算。
中选标志为空的算进总量，不算非中选；没有价格的同样。涉及金额只计超出比例的部分，基金部分无法得知。
规格、包装不同的单价没有折算，大包装的非中选产品会被误报，须按差比价核；临床必需等正当理由须另核。
"""
reviewed = 2025-11-21

[params.max_share]
default = 0.1
unit    = "比例"
label   = "高价非中选数量占同一通用名总量的上限"
source  = "默"

[params.window_days]
default = 365
unit    = "天"
label   = "统计截至日前多少天的订单"
source  = "默"
*/
WITH recent AS (
    SELECT o.*
    FROM order_line AS o
    WHERE
        date_diff('day', o.ord_date, $as_of) >= 0
        AND date_diff('day', o.ord_date, $as_of) < $window_days
),

winner AS (
    SELECT
        drug_genname,
        max(purc_pric) AS top_pric
    FROM recent
    WHERE sel_flag = '1'
    GROUP BY drug_genname
),

-- Before a drug was first procured centrally there was no winner to buy.
launch AS (
    SELECT
        drug_genname,
        min(ord_date) AS first_date
    FROM order_line
    WHERE sel_flag = '1'
    GROUP BY drug_genname
),

line AS (
    SELECT
        r.fixmedins_code,
        r.drug_genname,
        r.ord_detl_id,
        r.ord_date,
        CAST(r.ord_cnt AS DOUBLE) AS ord_cnt,
        CAST(r.ord_cnt * r.purc_pric AS DOUBLE) AS amount,
        r.sel_flag <> '1' AND r.purc_pric > w.top_pric AS is_dear
    FROM recent AS r
    INNER JOIN winner AS w ON w.drug_genname = r.drug_genname
    INNER JOIN launch AS c ON c.drug_genname = r.drug_genname AND r.ord_date >= c.first_date
),

flagged AS (
    SELECT
        fixmedins_code,
        drug_genname,
        sum(CASE WHEN is_dear THEN ord_cnt END) / nullif(sum(ord_cnt), 0) AS share
    FROM line
    GROUP BY fixmedins_code, drug_genname
    HAVING sum(CASE WHEN is_dear THEN ord_cnt END) / nullif(sum(ord_cnt), 0) > $max_share
),

dear AS (
    SELECT
        l.*,
        f.share,
        row_number() OVER (
            PARTITION BY l.fixmedins_code, l.drug_genname
            ORDER BY l.amount DESC, l.ord_detl_id ASC
        ) AS place
    FROM flagged AS f
    INNER JOIN line AS l
        ON l.fixmedins_code = f.fixmedins_code AND l.drug_genname = f.drug_genname
    WHERE l.is_dear
)

SELECT
    fixmedins_code || '|' || drug_genname AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    fixmedins_code,
    max(ord_date) AS event_date,
    CAST(
        round(sum(amount) * (share - $max_share) / nullif(share, 0), 2) AS DECIMAL(18, 2)
    ) AS total_amount,
    CAST(NULL AS DECIMAL(18, 2)) AS fund_amount,
    share AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'tps_ord_detl_d:' || ord_detl_id END, ';' ORDER BY place)
        AS evidence
FROM dear
GROUP BY fixmedins_code, drug_genname, share
