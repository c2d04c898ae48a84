/*
code     = "R70"
title    = "线下采购、未经平台结算"
question = "公立医院入库的集采平台药品，数量是否多于经平台采购入库的数量？"
basis    = [
    "《国务院办公厅关于完善公立医院药品集中采购工作的指导意见》（国办发〔2015〕7号）：公立医院使用的药品均应通过省级药品集中采购平台采购",
    "《国务院办公厅关于推动药品集中带量采购工作常态化制度化开展的意见》（国办发〔2021〕2号）",
]
class    = "违"
stage    = ["事后"]
subject  = "一家公立医院的一种药品（机构编码|医疗目录编码）"
tables   = ["medins_prod_purc_d", "tps_ord_detl_d", "medins_info_b"]
columns  = [
    "medins_prod_purc_d.fixmedins_code", "medins_prod_purc_d.medins_prod_purc_no",
    "medins_prod_purc_d.med_list_codg", "medins_prod_purc_d.purc_retn_cnt",
    "medins_prod_purc_d.purc_retn_stoin_time", "medins_info_b.medins_natu",
    "tps_ord_detl_d.medins_code", "tps_ord_detl_d.med_list_codg",
    "tps_ord_detl_d.stoin_time|ord_time|shp_time",
]
limits   = """
只看机构性质为公立（1）的医院，和平台订单中出现过的药品（任一机构订过）；赠品不算采购，两边都减退货。
看该院第一笔平台入库之后、截至日前 365 天内的采购：自其中任一日起至截至日，商品采购净数量多于自该日前 30 天起的
平台入库净数量，即命中，取多出最多的一段，按采购均价折算（医院入库可以晚于平台，至多 30 天；平台晚登记的照抵）。
没有任何平台订单的医院不判（多半是订单没有导入）。
30 天内多次到货的、最近一笔订单还没有到货的，会掩盖少量线下采购，会漏或晚发现。
计量单位（盒、片、支）两边不一致、平台订单导出不全会误报；基金部分无法得知。
"""
reviewed = 2025-11-21

[params.max_cnt]
default = 0
unit    = "数量"
label   = "容许多于平台的数量"
source  = "默"

[params.window_days]
default = 365
unit    = "天"
label   = "统计截至日前多少天的入库"
source  = "默"

[params.edge_days]
default = 30
unit    = "天"
label   = "医院入库晚于平台的最长天数"
source  = "默"
*/
WITH platform AS (
    SELECT
        o.fixmedins_code,
        o.med_list_codg,
        coalesce(o.stoin_date, o.ord_date) AS recd_date,
        o.recd_cnt
    FROM order_line AS o
),

buyer AS (
    SELECT
        p.fixmedins_code,
        min(p.recd_date) AS first_date
    FROM platform AS p
    INNER JOIN medins_info_b AS m
        ON
            m.medins_code = p.fixmedins_code
            AND m.medins_natu = '1'
            AND coalesce(m.vali_flag, '1') = '1'
    GROUP BY p.fixmedins_code
),

purchase AS (
    SELECT
        l.fixmedins_code,
        l.med_list_codg,
        l.medins_prod_purc_no,
        l.purc_date,
        CAST(l.purc_cnt AS DOUBLE) AS purc_cnt,
        CAST(l.purc_cnt * l.purc_pric AS DOUBLE) AS amount,
        row_number() OVER (
            PARTITION BY l.fixmedins_code, l.med_list_codg
            ORDER BY l.purc_date DESC, l.medins_prod_purc_no ASC
        ) AS place
    FROM purchase_line AS l
    INNER JOIN buyer AS b ON b.fixmedins_code = l.fixmedins_code AND l.purc_date >= b.first_date
    WHERE
        date_diff('day', l.purc_date, $as_of) >= 0
        AND date_diff('day', l.purc_date, $as_of) < $window_days
        AND l.med_list_codg IN (SELECT p.med_list_codg FROM platform AS p)
),

bought AS (
    SELECT
        fixmedins_code,
        med_list_codg,
        max(purc_date) AS last_date,
        sum(purc_cnt) AS bought_cnt,
        sum(amount) AS amount,
        string_agg(
            CASE WHEN place <= 50 THEN 'medins_prod_purc_d:' || medins_prod_purc_no END, ';'
            ORDER BY place
        ) AS evidence
    FROM purchase
    GROUP BY fixmedins_code, med_list_codg
),

-- What came in within so many days before a purchase may be that purchase, booked late.
movement AS (
    SELECT
        fixmedins_code,
        med_list_codg,
        date_diff('day', purc_date, $as_of) AS age_days,
        purc_cnt AS cnt
    FROM purchase
    UNION ALL
    SELECT
        fixmedins_code,
        med_list_codg,
        date_diff('day', recd_date, $as_of) - $edge_days AS age_days,
        CAST(-recd_cnt AS DOUBLE) AS cnt
    FROM platform
    WHERE recd_date <= $as_of
),

since AS (
    SELECT
        fixmedins_code,
        med_list_codg,
        sum(cnt) OVER (PARTITION BY fixmedins_code, med_list_codg ORDER BY age_days) AS offline_cnt
    FROM movement
),

worst AS (
    SELECT
        fixmedins_code,
        med_list_codg,
        max(offline_cnt) AS offline_cnt
    FROM since
    GROUP BY fixmedins_code, med_list_codg
),

offline AS (
    SELECT
        b.*,
        w.offline_cnt
    FROM bought AS b
    INNER JOIN worst AS w
        ON w.fixmedins_code = b.fixmedins_code AND w.med_list_codg = b.med_list_codg
    WHERE w.offline_cnt > $max_cnt
)

SELECT
    fixmedins_code || '|' || med_list_codg AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    fixmedins_code,
    last_date AS event_date,
    CAST(
        round(amount * (offline_cnt - $max_cnt) / nullif(bought_cnt, 0), 2) AS DECIMAL(18, 2)
    ) AS total_amount,
    CAST(NULL AS DECIMAL(18, 2)) AS fund_amount,
    offline_cnt AS measured_value,
    evidence
FROM offline
