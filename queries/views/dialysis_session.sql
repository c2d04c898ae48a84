/*
title  = "有效血液透析"
grain  = "一笔净数量大于零的透析明细一行"
tables = ["fee_list_d", "setl_d", "kb_item"]
date   = "fee_date"
few    = true
note   = """
透析项目清单：两库知识点中规则编号 R47、限定类型“透析”的项目，只在生效日期之内算；一条也没有装入时用默认清单，即
血液透析（003110000060000，碳酸液 003110000060100、醋酸液 003110000060200）、血液滤过（003110000070000）、
血液透析滤过（003110000080000）。一笔净数量为 n 的明细是 n 次。
血液灌流（0031100001 开头的 003110000100000 等）写进清单也不算一次；按小时计价的连续性血液净化不在默认清单。"""
*/
WITH listed AS (
    SELECT
        k.item_code,
        k.begndate,
        k.enddate
    FROM item_point AS k
    WHERE
        k.rule_code = 'R47'
        AND k.limit_type = '透析'
        -- Haemoperfusion goes with a dialysis and is no session of its own.
        AND k.item_code NOT LIKE '00311000010%'
),

dialysis_item AS (
    SELECT
        l.item_code,
        l.begndate,
        l.enddate
    FROM listed AS l
    UNION ALL
    SELECT
        d.item_code,
        CAST(NULL AS DATE) AS begndate,
        CAST(NULL AS DATE) AS enddate
    FROM (
        VALUES
        ('003110000060000'), ('003110000060100'), ('003110000060200'),
        ('003110000070000'), ('003110000080000')
    ) AS d (item_code)
    WHERE NOT EXISTS (SELECT 1 FROM listed)
)

SELECT
    f.bkkp_sn,
    f.mdtrt_id,
    f.psn_no,
    f.fixmedins_code,
    f.fee_date,
    f.fee_ocur_time,
    f.cnt,
    f.det_item_fee_sumamt,
    f.fund_amt,
    f.memo
FROM net_fee AS f
WHERE
    -- Few items: most lines are passed over before their days are compared.
    f.item_code IN (SELECT i.item_code FROM dialysis_item AS i)
    AND EXISTS (
        SELECT 1 FROM dialysis_item AS i
        WHERE
            i.item_code = f.item_code
            AND coalesce(i.begndate, f.fee_date) <= f.fee_date
            AND coalesce(i.enddate > f.fee_date, TRUE)
    )
