/*
title  = "集采月度汇总"
grain  = "一项比率、一个月、一家机构一行：分子与分母，可跨月、跨机构相加"
tables = ["order_line", "purchase_line", "medins_info_b"]
note   = """
高价非中选（数量，按下单月份）：单价高于当年全部机构同一通用名中选产品最高单价的非中选产品 ÷ 同一通用名全部；没有中选产品的通用名不计。
平台采购（金额，按入库月份）：公立医院自第一笔平台入库起的平台入库额 ÷ 商品采购净额，只计平台订单中出现过的药品。
回款（金额，按入库后第 30 天所在月份）：第 30 天以前（含）付的货款 ÷ 应付；付了款而没有付款时间的，视为按期。
"""
*/
WITH ordered AS (
    SELECT
        strftime(ord_date, '%Y%m') AS ym,
        fixmedins_code,
        sel_flag,
        purc_pric,
        ord_cnt,
        max(CASE WHEN sel_flag = '1' THEN purc_pric END) OVER (
            PARTITION BY drug_genname, year(ord_date)
        ) AS top_pric
    FROM order_line
    WHERE ord_date IS NOT NULL AND drug_genname IS NOT NULL
),

received AS (
    SELECT
        fixmedins_code,
        med_list_codg,
        coalesce(stoin_date, ord_date) AS recd_date,
        recd_cnt * purc_pric AS amount
    FROM order_line
),

buyer AS (
    SELECT
        received.fixmedins_code,
        min(received.recd_date) AS first_date
    FROM received
    INNER JOIN medins_info_b AS hospital
        ON
            hospital.medins_code = received.fixmedins_code
            AND hospital.medins_natu = '1'
            AND coalesce(hospital.vali_flag, '1') = '1'
    GROUP BY received.fixmedins_code
),

bought AS (
    SELECT
        strftime(recd_date, '%Y%m') AS ym,
        fixmedins_code,
        amount AS platform_yuan,
        0 AS bought_yuan
    FROM received
    WHERE fixmedins_code IN (SELECT fixmedins_code FROM buyer) AND recd_date IS NOT NULL
    UNION ALL
    SELECT
        strftime(line.purc_date, '%Y%m'),
        line.fixmedins_code,
        0,
        line.purc_cnt * line.purc_pric
    FROM purchase_line AS line
    INNER JOIN buyer
        ON buyer.fixmedins_code = line.fixmedins_code AND line.purc_date >= buyer.first_date
    WHERE line.med_list_codg IN (SELECT med_list_codg FROM received)
),

owed AS (
    SELECT
        strftime(stoin_date + 30, '%Y%m') AS ym,
        fixmedins_code,
        due_amt,
        pay_date IS NOT NULL OR pay_amt IS NOT NULL AS is_paid,
        CASE
            WHEN coalesce(pay_date <= stoin_date + 30, pay_amt IS NOT NULL)
                THEN least(due_amt, greatest(coalesce(pay_amt, due_amt), 0))
            ELSE 0
        END AS timely_amt
    FROM order_line
    WHERE stoin_date IS NOT NULL AND due_amt > 0
)

SELECT
    'dear_purchase' AS measure,
    ym,
    fixmedins_code,
    CAST(
        coalesce(sum(ord_cnt) FILTER (WHERE sel_flag <> '1' AND purc_pric > top_pric), 0)
        AS DECIMAL(18, 4)
    ) AS numerator,
    CAST(sum(ord_cnt) AS DECIMAL(18, 4)) AS denominator
FROM ordered
WHERE top_pric IS NOT NULL
GROUP BY ym, fixmedins_code
UNION ALL
SELECT
    'platform_purchase',
    ym,
    fixmedins_code,
    CAST(sum(platform_yuan) AS DECIMAL(18, 4)),
    CAST(sum(bought_yuan) AS DECIMAL(18, 4))
FROM bought
GROUP BY ym, fixmedins_code
UNION ALL
SELECT
    'timely_payment',
    ym,
    fixmedins_code,
    CAST(sum(timely_amt) AS DECIMAL(18, 4)),
    CAST(sum(due_amt) AS DECIMAL(18, 4))
FROM owed
-- Where no payment at all was loaded, the share is unknown and not 0.
WHERE (SELECT bool_or(o.is_paid) FROM owed AS o)
GROUP BY ym, fixmedins_code
ORDER BY measure, ym, fixmedins_code
