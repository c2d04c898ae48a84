/*
code     = "R69"
title    = "集采报量异常"
question = "机构报送的集采需求量，是否与批次开始前 12 个月的实际采购量相差 20% 以上？"
basis    = [
    "《国务院办公厅关于推动药品集中带量采购工作常态化制度化开展的意见》（国办发〔2021〕2号）：医疗机构按实际使用量合理测算并报送需求量",
    "上下 20% 是默认阈值",
]
class    = "疑"
stage    = ["事后"]
subject  = "一家机构一个批次的一种药品（机构编码|批次名称|通用名，没有通用名的用产品编码）"
tables   = ["tps_cont_exec_m", "tps_ord_detl_d", "medins_prod_purc_d"]
optional = ["tps_ord_detl_d", "medins_prod_purc_d"]
columns  = [
    "tps_cont_exec_m.fixmedins_code", "tps_cont_exec_m.prod_code", "tps_cont_exec_m.cont_cnt",
    "tps_cont_exec_m.bch_begndate",
    "tps_ord_detl_d.ord_time|shp_time|stoin_time|medins_prod_purc_d.purc_retn_stoin_time",
    "tps_ord_detl_d.medins_code|medins_prod_purc_d.fixmedins_code",
    "tps_ord_detl_d.purc_cnt|stoin_cnt|medins_prod_purc_d.purc_retn_cnt",
]
limits   = """
报量以约定采购量代替；当地约定量按报量打折的，须设“约定采购量占报量的比例”，否则会普遍显得偏低。
同一通用名的各产品合计（通用名、医保编码取自集采订单；都没有的按产品编码，与商品采购的医疗目录编码比）。
实际采购取平台订单与商品采购两处中较大的；全部机构最早的记录须早于批次开始至少 330 天，否则这一处不用；都不够的不判。
之前没有采购的（新进品种或编码对不上）不判。计量单位（盒、片、支）两边不一致会误报。没有支出，涉及金额为空。
"""
reviewed = 2025-11-21

[params.tolerance]
default = 0.2
unit    = "比例"
label   = "报量与实际采购量相差的容许比例"
source  = "默"

[params.cont_share]
default = 1
unit    = "比例"
label   = "约定采购量占报量的比例"
source  = "默"

[params.window_days]
default = 365
unit    = "天"
label   = "统计批次开始前多少天的采购"
source  = "默"

[params.cover_days]
default = 330
unit    = "天"
label   = "采购记录须早于批次开始的天数"
source  = "默"
*/
WITH product AS (
    SELECT
        o.prod_code,
        min(o.drug_genname) AS drug_genname
    FROM order_line AS o
    GROUP BY o.prod_code
),

coded AS (
    SELECT
        o.med_list_codg,
        min(coalesce(o.drug_genname, o.prod_code)) AS drug
    FROM order_line AS o
    GROUP BY o.med_list_codg
),

reported AS (
    SELECT
        c.fixmedins_code,
        coalesce(c.bch_name, '') AS bch_name,
        coalesce(p.drug_genname, c.prod_code) AS drug,
        min(c.bch_begndate) AS begn_date,
        CAST(sum(c.cont_cnt) AS DOUBLE) / nullif(CAST($cont_share AS DOUBLE), 0) AS reported_cnt
    FROM tps_cont_exec_m AS c
    LEFT JOIN product AS p ON p.prod_code = c.prod_code
    WHERE c.bch_begndate <= $as_of
    GROUP BY c.fixmedins_code, coalesce(c.bch_name, ''), coalesce(p.drug_genname, c.prod_code)
),

bought AS (
    SELECT
        'tps_ord_detl_d' AS source,
        o.fixmedins_code,
        coalesce(o.drug_genname, p.drug_genname, o.prod_code) AS drug,
        o.ord_detl_id AS row_id,
        o.ord_date AS bought_date,
        o.ord_cnt AS bought_cnt
    FROM order_line AS o
    LEFT JOIN product AS p ON p.prod_code = o.prod_code
    UNION ALL
    SELECT
        'medins_prod_purc_d' AS source,
        l.fixmedins_code,
        coalesce(d.drug, l.med_list_codg) AS drug,
        l.medins_prod_purc_no AS row_id,
        l.purc_date AS bought_date,
        l.purc_cnt AS bought_cnt
    FROM purchase_line AS l
    LEFT JOIN coded AS d ON d.med_list_codg = l.med_list_codg
),

record AS (
    SELECT
        source,
        min(bought_date) AS first_date
    FROM bought
    GROUP BY source
),

bought_before AS (
    SELECT
        r.*,
        b.source,
        b.row_id,
        b.bought_date,
        CAST(b.bought_cnt AS DOUBLE) AS bought_cnt
    FROM reported AS r
    INNER JOIN record AS f ON date_diff('day', f.first_date, r.begn_date) >= $cover_days
    INNER JOIN bought AS b
        ON
            b.source = f.source
            AND b.fixmedins_code = r.fixmedins_code
            AND b.drug = r.drug
            AND date_diff('day', b.bought_date, r.begn_date) > 0
            AND date_diff('day', b.bought_date, r.begn_date) <= $window_days
),

used AS (
    SELECT
        fixmedins_code,
        bch_name,
        drug,
        source,
        max(reported_cnt) AS reported_cnt,
        sum(bought_cnt) AS used_cnt
    FROM bought_before
    GROUP BY fixmedins_code, bch_name, drug, source
    HAVING sum(bought_cnt) > 0
),

compared AS (
    SELECT
        fixmedins_code,
        bch_name,
        drug,
        source,
        reported_cnt / nullif(used_cnt, 0) AS ratio
    FROM used
    -- Of two records the fuller one.
    QUALIFY row_number() OVER (
        PARTITION BY fixmedins_code, bch_name, drug ORDER BY used_cnt DESC, source ASC
    ) = 1
),

line AS (
    SELECT
        b.*,
        c.ratio,
        row_number() OVER (
            PARTITION BY b.fixmedins_code, b.bch_name, b.drug
            ORDER BY b.bought_date DESC, b.row_id ASC
        ) AS place
    FROM compared AS c
    INNER JOIN bought_before AS b
        ON
            b.fixmedins_code = c.fixmedins_code
            AND b.bch_name = c.bch_name
            AND b.drug = c.drug
            AND b.source = c.source
    WHERE round(abs(c.ratio - 1), 6) > $tolerance
)

SELECT
    fixmedins_code || '|' || bch_name || '|' || drug AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    fixmedins_code,
    begn_date AS event_date,
    CAST(NULL AS DECIMAL(18, 2)) AS total_amount,
    CAST(NULL AS DECIMAL(18, 2)) AS fund_amount,
    ratio AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN source || ':' || row_id END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY fixmedins_code, bch_name, drug, begn_date, ratio
