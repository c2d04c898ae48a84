/*
code     = "R60"
title    = "疑似空刷套现"
question = "参保人在药店的医保销售，是否多次是整额或雷同的金额（该店此类占比又居前），或者卖的是库存为零的商品？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项、第三项：虚假购药、虚构医药服务项目",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十九条、第四十一条第三项：返还现金、实物",
    "占比、次数是默认值，各地可改",
]
class    = "疑"
stage    = ["事后"]
subject  = "一名参保人在一家药店（机构编号|人员编号）"
tables   = [
    "medins_prod_sel_d", "medins_prod_inv_d", "medins_prod_purc_d", "fee_list_d", "setl_d",
]
optional = ["medins_prod_inv_d", "medins_prod_purc_d", "fee_list_d", "setl_d"]
columns  = [
    "medins_prod_sel_d.fixmedins_code", "medins_prod_sel_d.psn_no",
    "medins_prod_sel_d.sel_retn_time", "medins_prod_sel_d.finl_trns_pric",
    "medins_prod_sel_d.sel_retn_cnt",
]
limits   = """
看截至日前 365 天药店（机构编号不以 H 开头）的医保销售，一次结算（没有结算ID的一条销售）算一笔；已退货退费的不计。
整额：总金额是 10 元的整倍数；雷同：同店同日同金额达到 3 笔。店里不少于 30 笔、两者占比在药店中居第 99 百分位及以上的，这些笔才算可疑；药店不足百家时，最高的一家总在其列。
商品最近一次盘存（须早于销售日）为零、其后又没有采购入库的，那笔也可疑；没有上传过采购的机构不看库存。
同一人在同一店的可疑笔数达到 3 笔才命中，计这些笔的金额；找得到费用明细的才有基金部分。
金额是否接近个人账户余额，表中没有余额，不查。打包价、促销整价、盘存不准会误报，须核监控录像和实物。
"""
reviewed = 2025-11-21
unit     = "截至日"
back     = ["window_days"]

[params.store_share]
default = 0.99
unit    = "比例"
label   = "整额、雷同占比在药店中的百分位"
source  = "默"

[params.store_receipts]
default = 30
unit    = "笔"
label   = "一家药店参与比较的最少笔数"
source  = "默"

[params.round_yuan]
default = 10
unit    = "元"
label   = "整额：此数的整倍数"
source  = "默"

[params.same_receipts]
default = 3
unit    = "笔"
label   = "雷同：同店同日同金额的笔数"
source  = "默"

[params.min_receipts]
default = 3
unit    = "笔"
label   = "同一人在同一店的可疑笔数（达到即命中）"
source  = "默"

[params.window_days]
default = 365
unit    = "天"
label   = "看截至日前的天数"
source  = "默"
*/
WITH stock AS (
    SELECT
        i.fixmedins_code,
        i.med_list_codg AS item_code,
        i.invdate,
        sum(i.inv_cnt) AS inv_cnt,
        lead(i.invdate) OVER (
            PARTITION BY i.fixmedins_code, i.med_list_codg ORDER BY i.invdate
        ) AS next_date
    FROM medins_prod_inv_d AS i
    WHERE coalesce(i.vali_flag, '1') = '1'
    GROUP BY i.fixmedins_code, i.med_list_codg, i.invdate
),

purchase AS (
    SELECT
        p.fixmedins_code,
        p.med_list_codg AS item_code,
        CAST(p.purc_retn_stoin_time AS DATE) AS in_date
    FROM medins_prod_purc_d AS p
    WHERE
        coalesce(p.vali_flag, '1') = '1'
        AND p.purc_retn_cnt > 0
        AND coalesce(p.prod_retn_flag, '0') <> '1'
),

receipt AS (
    SELECT
        s.fixmedins_code,
        s.psn_no,
        coalesce(s.setl_id, s.medins_prod_sel_no) AS receipt_no,
        min(s.sale_date) AS sale_date,
        CAST(sum(s.sale_amt) AS DECIMAL(18, 2)) AS amount
    FROM net_sale AS s
    WHERE
        s.insured
        AND s.in_store
        AND s.psn_no IS NOT NULL
        AND date_diff('day', s.sale_date, $as_of) BETWEEN 0 AND $window_days - 1
    GROUP BY s.fixmedins_code, s.psn_no, coalesce(s.setl_id, s.medins_prod_sel_no)
),

shaped AS (
    SELECT
        *,
        CASE
            WHEN amount % $round_yuan = 0 THEN 1
            WHEN
                count(amount) OVER (PARTITION BY fixmedins_code, sale_date, amount)
                >= $same_receipts
                THEN 1
            ELSE 0
        END AS is_odd
    FROM receipt
    WHERE amount > 0
),

store AS (
    SELECT
        fixmedins_code,
        cume_dist() OVER (
            ORDER BY CAST(sum(is_odd) AS DOUBLE) / nullif(count(*), 0)
        ) AS share
    FROM shaped
    GROUP BY fixmedins_code
    HAVING count(*) >= $store_receipts
),

empty_shelf AS (
    SELECT DISTINCT
        s.fixmedins_code,
        coalesce(s.setl_id, s.medins_prod_sel_no) AS receipt_no
    FROM stock AS k
    INNER JOIN net_sale AS s
        ON
            s.fixmedins_code = k.fixmedins_code
            AND s.item_code = k.item_code
            AND s.sale_date > k.invdate
            AND s.sale_date <= coalesce(k.next_date, s.sale_date)
    WHERE
        k.inv_cnt <= 0
        AND EXISTS (SELECT 1 FROM purchase AS p WHERE p.fixmedins_code = k.fixmedins_code)
        AND NOT EXISTS (
            SELECT 1 FROM purchase AS p
            WHERE
                p.fixmedins_code = s.fixmedins_code
                AND p.item_code = s.item_code
                AND p.in_date BETWEEN k.invdate AND s.sale_date
        )
),

suspect AS (
    SELECT
        fixmedins_code,
        r.psn_no,
        receipt_no,
        count(*) OVER (PARTITION BY fixmedins_code, r.psn_no) AS receipts
    FROM shaped AS r
    LEFT JOIN store AS t USING (fixmedins_code)
    LEFT JOIN (SELECT fixmedins_code, receipt_no, TRUE AS is_empty FROM empty_shelf) AS e USING (fixmedins_code, receipt_no)
    WHERE (r.is_odd = 1 AND t.share >= $store_share) OR e.is_empty
),

sale AS (
    SELECT
        u.fixmedins_code,
        u.psn_no,
        u.receipts,
        s.medins_prod_sel_no,
        s.sale_date,
        s.sale_amt,
        CAST(s.sale_amt AS DOUBLE) * h.fund_share AS fund_amt,
        row_number() OVER (
            PARTITION BY u.fixmedins_code, u.psn_no ORDER BY s.sale_time, s.medins_prod_sel_no
        ) AS place
    FROM suspect AS u
    INNER JOIN net_sale AS s
        ON
            s.fixmedins_code = u.fixmedins_code
            AND coalesce(s.setl_id, s.medins_prod_sel_no) = u.receipt_no
            AND s.insured
    LEFT JOIN fund_share AS h ON h.setl_id = s.setl_id AND h.bkkp_sn = s.bkkp_sn
    WHERE u.receipts >= $min_receipts
)

SELECT
    fixmedins_code || '|' || psn_no AS subject_id,
    psn_no,
    fixmedins_code,
    max(sale_date) AS event_date,
    CAST(sum(sale_amt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(receipts AS DOUBLE) AS measured_value,
    string_agg(
        CASE WHEN place <= 50 THEN 'medins_prod_sel_d:' || medins_prod_sel_no END,
        ';' ORDER BY place
    ) AS evidence
FROM sale
GROUP BY fixmedins_code, psn_no, receipts
