/*
title  = "救助账单（先保险后救助重算）"
grain  = "一次得到医疗救助的就诊一行；不知就诊和结算的，一笔救助支付一行"
tables = [
    "maf_pay_d", "setl_d", "other_pay", "maf_psn_idet_d", "maf_trt_std", "psn_info_b",
]
note   = """
应救助 due_amt =（符合范围金额 − 各种保险支付 − 职工互助和商业保险赔付 − 起付标准）× 救助比例，不超过年度限额的余额；
年度限额按支付先后用，用的是每次实付与应付中较小的。身份看就诊开始日，标准看同年同类，名称对得上的优先，
同类几个标准而名称都对不上的不取；几种身份取救助最多的一种。没有标准的用支付记录自己的起付和比例，都没有的 due_amt 为空。
没有结算的用支付记录自己的金额，再没有的用进入医疗救助金额。已付 paid_amt 不含倾斜救助、再救助，全部已付 aid_amt 包含。"""
*/
WITH payment AS (
    SELECT
        coalesce(p.mdtrt_id, p.setl_id, p.maf_pay_id) AS bill_id,
        p.maf_pay_id,
        p.setl_id,
        p.psn_no,
        p.fixmedins_code,
        p.serv_date,
        coalesce(p.pay_date, p.serv_date) AS pay_date,
        p.pay_way,
        p.medfee_sumamt,
        p.maf_pay,
        a.inscp_amt,
        a.hifp_pay + coalesce(a.hifmi_pay, 0) + coalesce(a.hifob_pay, 0) AS insured_amt,
        a.maf_inscp_amt,
        a.maf_dedc,
        a.maf_prop,
        coalesce(a.maf_tilt_pay, 0) + coalesce(a.gov_cover_pay, 0) + coalesce(a.oth_relief_pay, 0)
            AS more_amt,
        -- These come on top of what the standard gives.
        coalesce(
            p.maf_type LIKE '%倾斜%'
            OR p.maf_type LIKE '%再救助%'
            OR p.maf_type IN ('610102', '610103', '610104'),
            FALSE
        ) AS is_extra
    FROM net_maf_pay AS p
    INNER JOIN maf_pay_d AS a ON a.maf_pay_id = p.maf_pay_id
),

paid AS (
    SELECT
        bill_id,
        min(psn_no) AS psn_no,
        min(fixmedins_code) AS fixmedins_code,
        min(serv_date) AS serv_date,
        max(pay_date) AS pay_date,
        max(CASE WHEN pay_way = '2' AND NOT is_extra THEN 1 ELSE 0 END) = 1 AS is_manual,
        max(medfee_sumamt) AS medfee_sumamt,
        max(inscp_amt) - max(insured_amt) AS own_amt,
        max(insured_amt) AS insured_amt,
        max(maf_inscp_amt) AS maf_inscp_amt,
        max(maf_dedc) AS maf_dedc,
        max(maf_prop) AS maf_prop,
        CAST(sum(CASE WHEN NOT is_extra THEN maf_pay END) AS DECIMAL(18, 2)) AS paid_amt,
        CAST(sum(maf_pay + more_amt) AS DECIMAL(18, 2)) AS aid_amt,
        string_agg(
            CASE WHEN place <= 25 THEN 'maf_pay_d:' || maf_pay_id END, ';' ORDER BY place
        ) AS proof
    FROM (
        SELECT
            *,
            row_number() OVER (PARTITION BY bill_id ORDER BY maf_pay_id) AS place
        FROM payment
    )
    GROUP BY bill_id
),

settlement AS (
    SELECT
        coalesce(s.mdtrt_id, s.setl_id) AS bill_id,
        s.setl_id,
        s.psn_no,
        s.invono,
        s.medfee_sumamt,
        s.inscp_amt,
        s.fund_pay_sumamt,
        s.maf_pay
    FROM net_setl AS s
    WHERE coalesce(s.mdtrt_id, s.setl_id) IN (SELECT p.bill_id FROM payment AS p)
),

settled AS (
    SELECT
        bill_id,
        CAST(sum(medfee_sumamt) AS DECIMAL(18, 2)) AS medfee_sumamt,
        CAST(sum(inscp_amt - fund_pay_sumamt + coalesce(maf_pay, 0)) AS DECIMAL(18, 2)) AS own_amt,
        CAST(sum(fund_pay_sumamt - coalesce(maf_pay, 0)) AS DECIMAL(18, 2)) AS insured_amt,
        string_agg(CASE WHEN place <= 10 THEN 'setl_d:' || setl_id END, ';' ORDER BY place) AS proof
    FROM (
        SELECT
            *,
            row_number() OVER (PARTITION BY bill_id ORDER BY setl_id) AS place
        FROM settlement
    )
    GROUP BY bill_id
),

reference AS (
    SELECT
        bill_id,
        'S|' || setl_id AS ref
    FROM payment
    UNION
    SELECT
        bill_id,
        'S|' || setl_id AS ref
    FROM settlement
    UNION
    SELECT
        bill_id,
        'I|' || psn_no || '|' || invono AS ref
    FROM settlement
),

reference_of_other AS (
    SELECT
        other_pay_id,
        'S|' || setl_id AS ref
    FROM other_pay
    UNION ALL
    SELECT
        other_pay_id,
        'I|' || psn_no || '|' || invono AS ref
    FROM other_pay
),

paid_by_others AS (
    SELECT DISTINCT
        r.bill_id,
        o.other_pay_id,
        o.pay_amt,
        CAST(o.pay_time AS DATE) AS other_date
    FROM reference AS r
    INNER JOIN reference_of_other AS t ON t.ref = r.ref
    INNER JOIN other_pay AS o ON o.other_pay_id = t.other_pay_id
    WHERE coalesce(o.vali_flag, '1') = '1'
),

beside AS (
    SELECT
        bill_id,
        CAST(sum(pay_amt) AS DECIMAL(18, 2)) AS other_amt,
        max(other_date) AS other_date,
        string_agg(CASE WHEN place <= 14 THEN 'other_pay:' || other_pay_id END, ';' ORDER BY place)
            AS proof
    FROM (
        SELECT
            *,
            row_number() OVER (PARTITION BY bill_id ORDER BY other_pay_id) AS place
        FROM paid_by_others
    )
    GROUP BY bill_id
),

bill AS (
    SELECT
        p.bill_id,
        p.psn_no,
        p.fixmedins_code,
        p.serv_date,
        p.pay_date,
        p.is_manual,
        p.maf_dedc,
        p.maf_prop,
        p.paid_amt,
        p.aid_amt,
        coalesce(s.medfee_sumamt, p.medfee_sumamt) AS medfee_sumamt,
        coalesce(s.own_amt, p.own_amt, p.maf_inscp_amt) - coalesce(b.other_amt, 0) AS base_amt,
        coalesce(s.insured_amt, p.insured_amt, 0) + p.aid_amt + coalesce(b.other_amt, 0)
            AS reimbursed_amt,
        b.other_date,
        p.proof || coalesce(';' || s.proof, '') || coalesce(';' || b.proof, '') AS proof
    FROM paid AS p
    LEFT JOIN settled AS s ON s.bill_id = p.bill_id
    LEFT JOIN beside AS b ON b.bill_id = p.bill_id
),

standard AS (
    SELECT
        i.idet_rcd_id,
        i.psn_no,
        i.begn_date,
        i.end_date,
        t.year,
        t.maf_dedc,
        t.maf_prop,
        nullif(t.year_lmt, 0) AS year_lmt,
        t.idet_name_loc = i.idet_name_loc AS is_named,
        count(*) OVER (PARTITION BY i.idet_rcd_id, t.year) AS standards
    FROM aid_person AS i
    INNER JOIN maf_trt_std AS t ON t.psn_idet_type = i.psn_idet_type
),

aided AS (
    SELECT
        b.*,
        t.idet_rcd_id,
        t.year_lmt,
        b.base_amt - coalesce(t.maf_dedc, b.maf_dedc) AS over_dedc,
        coalesce(t.maf_prop, b.maf_prop) AS prop
    FROM bill AS b
    LEFT JOIN standard AS t
        ON
            t.psn_no = b.psn_no
            AND t.year = CAST(year(b.serv_date) AS VARCHAR)
            AND b.serv_date BETWEEN coalesce(t.begn_date, b.serv_date)
            AND coalesce(t.end_date, b.serv_date)
            -- Of several standards, none of the identity's name: nobody can say which.
            AND (t.is_named OR t.standards = 1)
),

entitled AS (
    SELECT
        *,
        CAST(CASE WHEN over_dedc <= 0 THEN 0 ELSE over_dedc * prop END AS DECIMAL(18, 2))
            AS full_amt
    FROM aided
),

best AS (
    SELECT *
    FROM entitled
    QUALIFY row_number() OVER (
        PARTITION BY bill_id ORDER BY full_amt DESC NULLS LAST, idet_rcd_id ASC
    ) = 1
),

limited AS (
    SELECT
        *,
        year_lmt - coalesce(
            sum(CASE WHEN full_amt < paid_amt THEN full_amt ELSE paid_amt END) OVER (
                PARTITION BY psn_no, year(serv_date) ORDER BY pay_date, bill_id
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            0
        ) AS left_amt
    FROM best
)

SELECT
    bill_id,
    psn_no,
    fixmedins_code,
    serv_date,
    pay_date,
    is_manual,
    medfee_sumamt,
    base_amt,
    other_date,
    paid_amt,
    CAST(
        CASE WHEN left_amt < full_amt THEN greatest(left_amt, 0) ELSE full_amt END
        AS DECIMAL(18, 2)
    ) AS due_amt,
    aid_amt,
    reimbursed_amt,
    proof || coalesce(';maf_psn_idet_d:' || idet_rcd_id, '') AS proof
FROM limited
