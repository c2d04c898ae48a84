/*
title  = "透析病人的定期检验"
grain  = "透析病人的一笔定期检验（检查）明细一行"
tables = ["fee_list_d", "setl_d", "kb_item"]
date   = "fee_date"
few    = true
note   = """
做过血液透析（R47 清单）的人的检验明细，test_name 是检验，period_days 是标准间隔天数。
清单：知识点中规则编号 R52 的项目，限定类型是检验名称，周期天数是标准间隔，只在生效日期之内算；一条也没有装入时按明细名称认：
血常规、生化（以肌酐为准）90 天，铁蛋白、甲状旁腺激素、C反应蛋白、β2微球蛋白、透析充分性（Kt/V）、
传染病（以乙肝表面抗原为准）180 天，移植物内瘘超声 30 天；名称含“尿”的不算。"""
*/
WITH listed AS (
    SELECT
        k.item_code,
        k.limit_type AS test_name,
        k.period_days,
        k.begndate,
        k.enddate
    FROM item_point AS k
    WHERE k.rule_code = 'R52' AND k.limit_type IS NOT NULL AND k.period_days IS NOT NULL
),

named AS (
    SELECT d.*
    FROM (
        VALUES
        ('血常规', '血细胞分析%', 90),
        ('血常规', '%血常规%', 90),
        ('生化', '%肌酐测定%', 90),
        ('铁蛋白', '铁蛋白%', 180),
        ('铁蛋白', '血清铁蛋白%', 180),
        ('甲状旁腺激素', '%甲状旁腺%素%', 180),
        ('C反应蛋白', '%C%反应蛋白%', 180),
        ('β2微球蛋白', '%β2%微球蛋白%', 180),
        ('透析充分性', '%Kt/V%', 180),
        ('透析充分性', '%透析充分性%', 180),
        ('传染病', '%乙型肝炎表面抗原%', 180),
        ('移植物内瘘超声', '%内瘘%超声%', 30)
    ) AS d (test_name, pattern, period_days)
    WHERE NOT EXISTS (SELECT 1 FROM listed)
),

charge AS (
    SELECT
        f.mdtrt_id,
        f.bkkp_sn,
        f.psn_no,
        f.fixmedins_code,
        f.fee_date,
        f.item_code,
        coalesce(f.hilist_name, f.medins_list_name) AS item_name,
        f.det_item_fee_sumamt,
        f.fund_amt
    FROM net_fee AS f
    WHERE
        f.psn_no IN (SELECT s.psn_no FROM dialysis_session AS s)
        -- Drugs and consumables are most of the lines and no tests.
        AND coalesce(left(f.item_code, 1), '') NOT IN ('X', 'Z', 'T', 'C')
)

SELECT
    c.mdtrt_id,
    c.bkkp_sn,
    c.psn_no,
    c.fixmedins_code,
    c.fee_date,
    l.test_name,
    l.period_days,
    c.det_item_fee_sumamt,
    c.fund_amt
FROM charge AS c
INNER JOIN listed AS l
    ON
        l.item_code = c.item_code
        AND coalesce(l.begndate, c.fee_date) <= c.fee_date
        AND coalesce(l.enddate > c.fee_date, TRUE)
-- One line once, however many points or patterns speak of it.
UNION
SELECT
    c.mdtrt_id,
    c.bkkp_sn,
    c.psn_no,
    c.fixmedins_code,
    c.fee_date,
    n.test_name,
    n.period_days,
    c.det_item_fee_sumamt,
    c.fund_amt
FROM charge AS c
INNER JOIN named AS n ON c.item_name LIKE n.pattern
WHERE c.item_name NOT LIKE '%尿%' AND c.fee_date IS NOT NULL
