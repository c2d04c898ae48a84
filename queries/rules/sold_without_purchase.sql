/*
code     = "R66"
title    = "疑似串换保健品"
question = "药店用医保卖出的商品，是否半年内没有进过货、单价又忽高忽低（可能把保健品、日用品换成药品名称结算）？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第四项：串换药品、医用耗材、诊疗项目和服务设施",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十九条第二项：未按照规定保管药品和医用耗材出入库记录等资料",
    "天数和单价倍数是默认值，各地可改",
]
class    = "疑"
stage    = ["事后"]
subject  = "一笔销售（销售流水号|机构编号）"
tables   = ["medins_prod_sel_d", "medins_prod_purc_d", "fee_list_d", "setl_d"]
optional = ["fee_list_d", "setl_d"]
columns  = [
    "medins_prod_sel_d.fixmedins_code", "medins_prod_sel_d.med_list_codg|medins_list_codg",
    "medins_prod_sel_d.sel_retn_time", "medins_prod_sel_d.finl_trns_pric",
    "medins_prod_purc_d.fixmedins_code", "medins_prod_purc_d.purc_retn_stoin_time",
    "medins_prod_purc_d.purc_retn_cnt",
]
limits   = """
销售日及之前 180 天内该店没有采购过该商品（同医疗目录编码）的药店医保销售；采购退货、无效的采购不算采购。
该店首次上传采购不足 180 天的销售不查；从未上传采购的机构不查。
这些销售的最高单价达到最低单价的 1.5 倍才命中，各笔都列；只有一种单价的不命中。
早年进的货慢慢卖、漏传采购、同一编码不同规格会误报，须核进销存和实物；找得到费用明细的才有基金部分。
"""
reviewed = 2025-11-21

[params.window_days]
default = 180
unit    = "天"
label   = "没有采购的天数"
source  = "默"

[params.price_ratio]
default = 1.5
unit    = "倍"
label   = "最高单价与最低单价之比（达到即命中）"
source  = "默"
*/
WITH purchase AS (
    SELECT
        p.fixmedins_code,
        coalesce(p.med_list_codg, p.medins_list_codg) AS item_code,
        CAST(p.purc_retn_stoin_time AS DATE) AS in_date
    FROM medins_prod_purc_d AS p
    WHERE
        coalesce(p.vali_flag, '1') = '1'
        AND p.purc_retn_cnt > 0
        AND coalesce(p.prod_retn_flag, '0') <> '1'
),

begun AS (
    SELECT
        fixmedins_code,
        min(in_date) AS first_date
    FROM purchase
    GROUP BY fixmedins_code
),

sold AS (
    SELECT
        s.fixmedins_code,
        s.item_code,
        min(s.sale_date) AS first_sale,
        max(s.sale_date) AS last_sale
    FROM net_sale AS s
    INNER JOIN begun AS b
        ON
            b.fixmedins_code = s.fixmedins_code
            AND date_diff('day', b.first_date, s.sale_date) >= $window_days
    WHERE s.insured AND s.in_store
    GROUP BY s.fixmedins_code, s.item_code
),

stocked AS (
    SELECT
        fixmedins_code,
        item_code,
        min(in_date) AS first_in,
        max(in_date) AS last_in,
        max(date_diff('day', in_date, next_date)) AS gap_days
    FROM (
        SELECT
            *,
            lead(in_date) OVER (PARTITION BY fixmedins_code, item_code ORDER BY in_date)
                AS next_date
        FROM purchase
        WHERE
            in_date IS NOT NULL
            AND fixmedins_code IN (SELECT s.fixmedins_code FROM sold AS s)
    )
    GROUP BY fixmedins_code, item_code
),

-- Nearly every item comes in all the time: only the others are walked through day by day.
doubtful AS (
    SELECT
        s.fixmedins_code,
        s.item_code
    FROM sold AS s
    LEFT JOIN stocked AS k
        ON k.fixmedins_code = s.fixmedins_code AND k.item_code = s.item_code
    WHERE
        coalesce(s.first_sale < k.first_in, TRUE)
        OR date_diff('day', k.last_in, s.last_sale) > $window_days
        OR k.gap_days > $window_days
),

-- One walk through an item's purchases and sales: the latest purchase before each sale.
event AS (
    SELECT
        p.fixmedins_code,
        p.item_code,
        p.in_date AS event_date,
        p.in_date
    FROM purchase AS p
    INNER JOIN doubtful AS d
        ON d.fixmedins_code = p.fixmedins_code AND d.item_code = p.item_code
    UNION
    SELECT
        s.fixmedins_code,
        s.item_code,
        s.sale_date AS event_date,
        CAST(NULL AS DATE) AS in_date
    FROM net_sale AS s
    INNER JOIN begun AS b
        ON
            b.fixmedins_code = s.fixmedins_code
            AND date_diff('day', b.first_date, s.sale_date) >= $window_days
    INNER JOIN doubtful AS d
        ON d.fixmedins_code = s.fixmedins_code AND d.item_code = s.item_code
    WHERE
        s.insured
        AND s.in_store
        AND s.fixmedins_code IN (SELECT o.fixmedins_code FROM doubtful AS o)
),

walked AS (
    SELECT
        *,
        max(in_date) OVER (
            PARTITION BY fixmedins_code, item_code ORDER BY event_date
        ) AS last_in_date
    FROM event
),

bare_day AS (
    SELECT
        fixmedins_code,
        item_code,
        event_date AS sale_date
    FROM walked
    WHERE coalesce(date_diff('day', last_in_date, event_date) > $window_days, TRUE)
),

bare_sale AS (
    SELECT
        s.medins_prod_sel_no,
        s.fixmedins_code,
        s.item_code,
        s.psn_no,
        s.setl_id,
        s.bkkp_sn,
        s.sale_date,
        s.sale_amt,
        s.finl_trns_pric
    FROM bare_day AS d
    INNER JOIN net_sale AS s
        ON
            s.fixmedins_code = d.fixmedins_code
            AND s.item_code = d.item_code
            AND s.sale_date = d.sale_date
    WHERE
        s.insured
        AND s.finl_trns_pric > 0
        AND s.fixmedins_code IN (SELECT o.fixmedins_code FROM doubtful AS o)
),

priced AS (
    SELECT
        *,
        max(finl_trns_pric) OVER (PARTITION BY fixmedins_code, item_code) AS highest,
        min(finl_trns_pric) OVER (PARTITION BY fixmedins_code, item_code) AS lowest
    FROM bare_sale
),

share AS (
    SELECT
        f.setl_id,
        f.bkkp_sn,
        f.fund_share
    FROM fund_share AS f
    WHERE f.setl_id IN (SELECT s.setl_id FROM bare_sale AS s)
)

SELECT
    s.medins_prod_sel_no || '|' || s.fixmedins_code AS subject_id,
    s.psn_no,
    s.fixmedins_code,
    s.sale_date AS event_date,
    CAST(s.sale_amt AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(CAST(s.sale_amt AS DOUBLE) * f.fund_share, 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(s.highest AS DOUBLE) / nullif(CAST(s.lowest AS DOUBLE), 0) AS measured_value,
    'medins_prod_sel_d:' || s.medins_prod_sel_no AS evidence
FROM priced AS s
LEFT JOIN share AS f ON f.setl_id = s.setl_id AND f.bkkp_sn = s.bkkp_sn
WHERE CAST(s.highest AS DOUBLE) >= $price_ratio * CAST(s.lowest AS DOUBLE)
