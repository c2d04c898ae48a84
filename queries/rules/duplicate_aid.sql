/*
code     = "R86"
title    = "重复享受医疗救助"
question = "同一笔费用是否得到了两次医疗救助，或者救助加其他渠道的赔付超过了费用本身？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十七条、第四十一条第二项：不得重复享受医疗保障待遇",
    "《社会救助暂行办法》（国务院令第649号）第二十九条第二项",
]
class    = "违"
stage    = ["事中", "事后"]
subject  = "一笔救助支付（救助支付ID）"
tables   = ["maf_pay_d", "setl_d", "other_pay"]
optional = ["setl_d", "other_pay"]
columns  = ["maf_pay_d.psn_no", "maf_pay_d.maf_pay"]
limits   = """
同一笔费用：同一结算ID，或同一人同一发票号，或同一人、同一机构、同一就诊日期、同一费用总额
（两笔各有结算ID且支付方式相同的，是同日的两次就诊，不算）。
第二笔起的每笔救助支付一律命中，计整笔；同日同一支付方式的不同救助类别（如基本救助与倾斜救助）是一次支付，不算重复。
有职工互助、商业保险等其他赔付的，只有各方支付合计超过费用总额才命中，计超出部分，基金部分以救助金额为限。
手工名册没有结算ID的，就诊日期以受理日期代替，与原费用日期不同的查不到。
"""
reviewed = 2025-11-21

[params.cost_tolerance]
default = 0
unit    = "元"
label   = "各方支付超过费用总额的容许数"
source  = "默"
*/
-- Nearly every bill is paid once and by nobody else: only the others are compared.
WITH paid_twice AS (
    SELECT setl_id
    FROM net_maf_pay
    WHERE setl_id IS NOT NULL
    GROUP BY setl_id
    HAVING count(*) > 1
    UNION ALL
    SELECT setl_id FROM other_pay WHERE setl_id IS NOT NULL
),

aided_twice AS (
    SELECT psn_no
    FROM net_maf_pay
    WHERE psn_no IS NOT NULL AND invono IS NOT NULL
    GROUP BY psn_no, invono
    HAVING count(*) > 1
    UNION ALL
    SELECT psn_no
    FROM net_maf_pay
    WHERE psn_no IS NOT NULL
    GROUP BY psn_no, fixmedins_code, bill_date, medfee_sumamt
    HAVING count(*) > 1
    UNION ALL
    SELECT psn_no FROM other_pay WHERE psn_no IS NOT NULL
),

payment AS (
    SELECT
        p.*,
        coalesce(p.pay_date, DATE '1900-01-01') AS paid_on
    FROM net_maf_pay AS p
    WHERE
        p.setl_id IN (SELECT t.setl_id FROM paid_twice AS t)
        OR p.psn_no IN (SELECT t.psn_no FROM aided_twice AS t)
),

bill_of_payment AS (
    SELECT
        p.maf_pay_id,
        'S|' || p.setl_id AS bill
    FROM payment AS p
    UNION ALL
    SELECT
        p.maf_pay_id,
        'I|' || p.psn_no || '|' || p.invono AS bill
    FROM payment AS p
),

bill_of_other AS (
    SELECT
        o.other_pay_id,
        'S|' || o.setl_id AS bill
    FROM other_pay AS o
    UNION ALL
    SELECT
        o.other_pay_id,
        'I|' || o.psn_no || '|' || o.invono AS bill
    FROM other_pay AS o
),

same_bill AS (
    SELECT
        b.maf_pay_id,
        o.maf_pay_id AS other_id
    FROM bill_of_payment AS b
    INNER JOIN bill_of_payment AS o ON o.bill = b.bill
    UNION
    SELECT
        p.maf_pay_id,
        o.maf_pay_id AS other_id
    FROM payment AS p
    INNER JOIN payment AS o
        ON
            o.psn_no = p.psn_no
            AND o.fixmedins_code = p.fixmedins_code
            AND o.bill_date = p.bill_date
            AND o.medfee_sumamt = p.medfee_sumamt
    -- Two bills of one day and amount, each settled on its own in the same way, are two bills.
    WHERE NOT coalesce(o.setl_id <> p.setl_id AND o.pay_way = p.pay_way, FALSE)
),

compared AS (
    SELECT
        p.maf_pay_id,
        p.maf_pay,
        o.maf_pay_id AS other_id,
        o.maf_pay AS other_pay,
        o.paid_on < p.paid_on
        OR (o.paid_on = p.paid_on AND o.maf_pay_id < p.maf_pay_id) AS is_earlier,
        -- Kinds of aid paid together are parts of one payment.
        o.paid_on = p.paid_on
        AND o.pay_way IS NOT DISTINCT FROM p.pay_way
        AND coalesce(o.maf_type <> p.maf_type, FALSE) AS is_part
    FROM payment AS p
    INNER JOIN same_bill AS s ON s.maf_pay_id = p.maf_pay_id
    INNER JOIN payment AS o ON o.maf_pay_id = s.other_id
),

repeated AS (
    SELECT
        c.*,
        row_number() OVER (PARTITION BY c.maf_pay_id ORDER BY c.other_id) AS place
    FROM compared AS c
    WHERE c.is_earlier AND NOT c.is_part
),

-- The first payment of a bill answers for what others paid beside it.
first_payment AS (
    SELECT
        c.maf_pay_id,
        sum(CASE WHEN r.maf_pay_id IS NULL THEN c.other_pay END) AS maf_pay
    FROM compared AS c
    LEFT JOIN (SELECT DISTINCT maf_pay_id FROM repeated) AS r ON r.maf_pay_id = c.other_id
    GROUP BY c.maf_pay_id
    HAVING max(CASE WHEN c.is_earlier THEN 1 ELSE 0 END) = 0
),

paid_by_others AS (
    SELECT DISTINCT
        b.maf_pay_id,
        o.other_pay_id,
        o.pay_amt,
        o.medfee_sumamt
    FROM bill_of_payment AS b
    INNER JOIN bill_of_other AS t ON t.bill = b.bill
    INNER JOIN other_pay AS o ON o.other_pay_id = t.other_pay_id
    WHERE coalesce(o.vali_flag, '1') = '1'
),

beside AS (
    SELECT
        n.maf_pay_id,
        sum(n.pay_amt) AS pay_amt,
        max(n.medfee_sumamt) AS medfee_sumamt,
        string_agg(
            CASE WHEN n.place <= 49 THEN 'other_pay:' || n.other_pay_id END, ';' ORDER BY n.place
        ) AS rows_of_others
    FROM (
        SELECT
            *,
            row_number() OVER (PARTITION BY maf_pay_id ORDER BY other_pay_id) AS place
        FROM paid_by_others
    ) AS n
    GROUP BY n.maf_pay_id
),

beyond_cost AS (
    SELECT
        f.maf_pay_id,
        f.maf_pay,
        b.rows_of_others,
        f.maf_pay + b.pay_amt
        + coalesce(
            s.fund_pay_sumamt - coalesce(s.maf_pay, 0),
            coalesce(p.hifp_pay, 0) + coalesce(p.hifmi_pay, 0) + coalesce(p.hifob_pay, 0)
        )
        - coalesce(s.medfee_sumamt, p.medfee_sumamt, b.medfee_sumamt) AS excess
    FROM first_payment AS f
    INNER JOIN payment AS p ON p.maf_pay_id = f.maf_pay_id
    INNER JOIN beside AS b ON b.maf_pay_id = f.maf_pay_id
    LEFT JOIN net_setl AS s ON s.setl_id = p.setl_id
),

flagged AS (
    SELECT
        r.maf_pay_id,
        r.maf_pay AS total_amount,
        r.maf_pay AS fund_amount,
        string_agg(
            CASE WHEN r.place <= 49 THEN 'maf_pay_d:' || r.other_id END, ';' ORDER BY r.place
        ) AS proof
    FROM repeated AS r
    GROUP BY r.maf_pay_id, r.maf_pay
    UNION ALL
    SELECT
        e.maf_pay_id,
        e.excess AS total_amount,
        least(e.excess, e.maf_pay) AS fund_amount,
        e.rows_of_others AS proof
    FROM beyond_cost AS e
    WHERE e.excess > $cost_tolerance
)

SELECT
    p.maf_pay_id AS subject_id,
    p.psn_no,
    p.fixmedins_code,
    coalesce(p.pay_date, p.serv_date) AS event_date,
    CAST(f.total_amount AS DECIMAL(18, 2)) AS total_amount,
    CAST(f.fund_amount AS DECIMAL(18, 2)) AS fund_amount,
    CAST(f.total_amount AS DOUBLE) AS measured_value,
    'maf_pay_d:' || p.maf_pay_id || ';' || f.proof AS evidence
FROM flagged AS f
INNER JOIN payment AS p ON p.maf_pay_id = f.maf_pay_id
