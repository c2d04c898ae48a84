/*
code     = "R94"
title    = "骗取医疗救助线索"
question = "得到医疗救助的账单，是否发票号与别人或别的账单重复、就诊当日机构已停业，或者各项金额加起来不等于总额？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十一条：伪造、变造有关资料等方式骗取医疗保障基金支出",
    "《社会救助暂行办法》（国务院令第649号）第六十八条：采取虚报、隐瞒、伪造等手段骗取社会救助资金",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一笔救助支付（救助支付ID）"
tables   = ["maf_pay_d", "setl_d", "fixmedins_b", "fixmedins_paus_d"]
optional = ["setl_d", "fixmedins_b", "fixmedins_paus_d"]
columns  = [
    "maf_pay_d.maf_pay",
    "setl_d.invono|fixmedins_b.endtime|fixmedins_paus_d.begntime|maf_pay_d.medfee_sumamt",
]
limits   = """
三种迹象：一、结算的发票号又出现在别人的或同一人另一次就诊的有效结算上；二、账单日期在机构暂停期间或终止之后；
三、总费用不等于各类费用之和或各方支付之和，或者支付记录里各项支付已超过总费用。测得值是占了几种，计整笔救助。
发票号不足 6 位、全是同一个字符的当作没填。只比号码不比票据代码，不同年度、不同机构的号码可能碰巧相同，须调原件。
没有结算信息的手工支付看不到发票号，只查后两种；名册里没有的外地机构不查停业。
"""
reviewed = 2025-11-21

[params.min_invoice_digits]
default = 6
unit    = "位"
label   = "可比的发票号至少几位"
source  = "默"

[params.sum_tolerance]
default = 0.01
unit    = "元"
label   = "各项之和与总额相差的容许数"
source  = "默"
*/
WITH claim AS (
    SELECT
        p.maf_pay_id,
        p.psn_no,
        coalesce(p.mdtrt_id, p.setl_id) AS visit_id,
        p.invono,
        length(p.invono) >= $min_invoice_digits
        -- 000000 and the like stand for no number.
        AND replace(p.invono, left(p.invono, 1), '') <> '' AS is_numbered
    FROM net_maf_pay AS p
),

same_invoice AS (
    SELECT
        c.maf_pay_id,
        s.setl_id
    FROM claim AS c
    INNER JOIN net_setl AS s
        ON
            s.invono = c.invono
            AND (s.psn_no <> c.psn_no OR coalesce(s.mdtrt_id, s.setl_id) <> c.visit_id)
    WHERE c.is_numbered
),

closed AS (
    SELECT
        p.maf_pay_id,
        -- The institution is the finding's own.
        'fixmedins_paus_d:' || CAST(CAST(c.begntime AS DATE) AS VARCHAR) AS proof
    FROM net_maf_pay AS p
    INNER JOIN fixmedins_paus_d AS c
        ON
            c.fixmedins_code = p.fixmedins_code
            AND p.bill_date >= CAST(c.begntime AS DATE)
            AND coalesce(p.bill_date < CAST(c.endtime AS DATE), TRUE)
    WHERE coalesce(c.vali_flag, '1') = '1'
    UNION ALL
    SELECT
        p.maf_pay_id,
        'fixmedins_b:' || c.fixmedins_code AS proof
    FROM net_maf_pay AS p
    INNER JOIN fixmedins_b AS c
        ON c.fixmedins_code = p.fixmedins_code AND p.bill_date > CAST(c.endtime AS DATE)
    WHERE coalesce(c.vali_flag, '1') = '1'
),

-- Hardly any: they are sought among all, and then among those with assistance.
uneven_bill AS (
    SELECT s.setl_id
    FROM net_setl AS s
    WHERE
        abs(
            s.medfee_sumamt
            - s.fulamt_ownpay_amt - s.overlmt_selfpay - s.preselfpay_amt - s.inscp_amt
        ) > $sum_tolerance
        -- The hospital's own share is in what the person pays, or beside it.
        OR least(
            abs(s.medfee_sumamt - s.fund_pay_sumamt - s.psn_pay),
            abs(s.medfee_sumamt - s.fund_pay_sumamt - s.psn_pay - s.ownpay_hosp_part)
        ) > $sum_tolerance
),

uneven AS (
    SELECT p.maf_pay_id
    FROM net_maf_pay AS p
    WHERE
        p.setl_id IN (SELECT b.setl_id FROM uneven_bill AS b)
        OR coalesce(p.hifp_pay, 0) + coalesce(p.hifmi_pay, 0) + coalesce(p.hifob_pay, 0) + p.maf_pay
        - p.medfee_sumamt > $sum_tolerance
),

mark AS (
    SELECT
        maf_pay_id,
        1 AS kind,
        'setl_d:' || setl_id AS proof
    FROM same_invoice
    UNION ALL
    SELECT
        maf_pay_id,
        2 AS kind,
        proof
    FROM closed
    UNION ALL
    SELECT
        maf_pay_id,
        3 AS kind,
        CAST(NULL AS VARCHAR) AS proof
    FROM uneven
),

placed AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY maf_pay_id ORDER BY kind, proof) AS place
    FROM mark
),

seen AS (
    SELECT
        maf_pay_id,
        count(DISTINCT kind) AS kinds,
        string_agg(CASE WHEN place <= 48 THEN proof END, ';' ORDER BY place) AS proof
    FROM placed
    GROUP BY maf_pay_id
)

SELECT
    p.maf_pay_id AS subject_id,
    p.psn_no,
    p.fixmedins_code,
    p.bill_date AS event_date,
    CAST(p.maf_pay AS DECIMAL(18, 2)) AS total_amount,
    CAST(p.maf_pay AS DECIMAL(18, 2)) AS fund_amount,
    CAST(s.kinds AS DOUBLE) AS measured_value,
    'maf_pay_d:' || p.maf_pay_id || coalesce(';setl_d:' || p.setl_id, '')
    || coalesce(';' || s.proof, '') AS evidence
FROM seen AS s
INNER JOIN net_maf_pay AS p ON p.maf_pay_id = s.maf_pay_id
