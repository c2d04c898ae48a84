/*
code     = "R63"
title    = "人脸核验缺失、不符或一脸多卡"
question = "药店的医保销售是否没有人脸记录、比对分值过低，或者同一张脸用了几个人的凭证？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条：执行实名购药管理规定，核验医疗保障凭证",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十七条、第四十一条第一项：不得将医疗保障凭证交由他人冒名使用",
    "人脸核验的范围和分值按本地规定，默认值各地可改",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一笔结算（结算ID；没有的用销售流水号|机构编号）；一脸多卡为一名参保人（人脸标识|人员编号）"
tables   = ["medins_prod_sel_d", "fee_list_d", "setl_d"]
optional = ["fee_list_d", "setl_d"]
columns  = [
    "medins_prod_sel_d.fixmedins_code", "medins_prod_sel_d.psn_no",
    "medins_prod_sel_d.sel_retn_time", "medins_prod_sel_d.face_id|face_scr",
]
limits   = """
缺失：药店首次有人脸记录的那天起，没有人脸标识也没有比对分值的医保销售；从未启用人脸核验的药店不查，另看覆盖率。
不符：比对分值低于 0.80（分值为 0 至 1），正好等于的不算。一笔结算几行的，有一行有人脸且不低于下限（没有分值的有人脸标识即可）就不算。
一脸多卡：同一人脸标识在没有登记代办人的医保销售中对应两名以上参保人，每名参保人一条，计用这张脸的全部销售；登记了代办人证件的不算。
已退货退费的、自费的、医院的不查；找得到费用明细的才有基金部分。设备故障、人脸标识由各店自编而重号会误报。
"""
reviewed = 2025-11-21

[params.min_score]
default = 0.8
unit    = "分值"
label   = "人脸比对分值的下限"
source  = "默"

[params.min_persons]
default = 2
unit    = "人"
label   = "一张脸对应的参保人数（达到即命中）"
source  = "默"
*/
WITH started AS (
    SELECT
        s.fixmedins_code,
        min(s.sale_date) AS first_date
    FROM net_sale AS s
    WHERE s.in_store AND (s.face_id IS NOT NULL OR s.face_scr IS NOT NULL)
    GROUP BY s.fixmedins_code
),

-- Receipts with a line unproven; whether another of their lines is proven shows below.
receipt AS (
    SELECT
        s.fixmedins_code,
        coalesce(s.setl_id, s.medins_prod_sel_no) AS receipt_no,
        CASE WHEN max(s.setl_id) IS NULL THEN '|' || s.fixmedins_code ELSE '' END AS of_store,
        CAST(max(s.face_scr) AS DOUBLE) AS measured_value
    FROM net_sale AS s
    INNER JOIN started AS t
        ON t.fixmedins_code = s.fixmedins_code AND s.sale_date >= t.first_date
    WHERE s.insured AND coalesce(s.face_scr < $min_score, s.face_id IS NULL)
    GROUP BY s.fixmedins_code, coalesce(s.setl_id, s.medins_prod_sel_no)
),

shared AS (
    SELECT
        s.face_id,
        count(DISTINCT s.psn_no) AS persons
    FROM net_sale AS s
    WHERE s.insured AND s.in_store AND s.face_id IS NOT NULL AND s.agnter_certno IS NULL
    GROUP BY s.face_id
    HAVING count(DISTINCT s.psn_no) >= $min_persons
),

-- Two joins, each on one column: few rows are read of a sale with a settlement.
sale AS (
    SELECT
        r.receipt_no || r.of_store AS subject_id,
        r.measured_value,
        coalesce(s.face_scr >= $min_score, s.face_id IS NOT NULL) AS is_proven,
        s.medins_prod_sel_no,
        s.fixmedins_code,
        s.psn_no,
        s.setl_id,
        s.bkkp_sn,
        s.sale_time,
        s.sale_date,
        s.sale_amt
    FROM receipt AS r
    INNER JOIN net_sale AS s
        ON s.fixmedins_code = r.fixmedins_code AND s.setl_id = r.receipt_no
    WHERE s.insured
    UNION ALL
    SELECT
        r.receipt_no || r.of_store AS subject_id,
        r.measured_value,
        coalesce(s.face_scr >= $min_score, s.face_id IS NOT NULL) AS is_proven,
        s.medins_prod_sel_no,
        s.fixmedins_code,
        s.psn_no,
        s.setl_id,
        s.bkkp_sn,
        s.sale_time,
        s.sale_date,
        s.sale_amt
    FROM receipt AS r
    INNER JOIN net_sale AS s
        ON s.fixmedins_code = r.fixmedins_code AND s.medins_prod_sel_no = r.receipt_no
    WHERE s.insured AND s.setl_id IS NULL
    UNION ALL
    SELECT
        h.face_id || '|' || s.psn_no AS subject_id,
        CAST(h.persons AS DOUBLE) AS measured_value,
        FALSE AS is_proven,
        s.medins_prod_sel_no,
        s.fixmedins_code,
        s.psn_no,
        s.setl_id,
        s.bkkp_sn,
        s.sale_time,
        s.sale_date,
        s.sale_amt
    FROM shared AS h
    INNER JOIN net_sale AS s
        ON
            s.face_id = h.face_id
            AND s.insured
            AND s.in_store
            AND s.psn_no IS NOT NULL
            AND s.agnter_certno IS NULL
),

numbered AS (
    SELECT
        a.*,
        CAST(a.sale_amt AS DOUBLE) * f.fund_share AS fund_amt,
        row_number() OVER (
            PARTITION BY a.subject_id ORDER BY a.sale_time, a.medins_prod_sel_no
        ) AS place
    FROM sale AS a
    LEFT JOIN fund_share AS f ON f.setl_id = a.setl_id AND f.bkkp_sn = a.bkkp_sn
)

SELECT
    subject_id,
    min(psn_no) AS psn_no,
    CASE WHEN count(DISTINCT fixmedins_code) = 1 THEN min(fixmedins_code) END AS fixmedins_code,
    max(sale_date) AS event_date,
    CAST(sum(sale_amt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    measured_value,
    string_agg(
        CASE WHEN place <= 50 THEN 'medins_prod_sel_d:' || medins_prod_sel_no END,
        ';' ORDER BY place
    ) AS evidence
FROM numbered
GROUP BY subject_id, measured_value
HAVING max(CASE WHEN is_proven THEN 1 ELSE 0 END) = 0
