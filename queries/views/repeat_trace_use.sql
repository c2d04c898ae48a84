/*
title  = "重复出现的追溯码的使用"
grain  = "一个出现两次以上销售的追溯码的一次净使用一行"
tables = ["drug_trac_sel_d", "fee_list_d", "setl_d"]
note   = """
有效、非拆零的上传；一次退货冲掉同码、同人、同机构在它之前最近的一次销售；费用明细已全部退费（整单或单行）的不算使用。
使用时间 use_time 取费用明细的发生时间，找不到明细的取上传时间。明细数量大于 1 的，金额按数量均摊；
找不到明细的金额为空；不取整，合计后再取整。"""
*/
-- Codes sold once cannot repeat: only the few others are walked through and looked up.
WITH repeated AS (
    SELECT t.drug_trac_codg
    FROM drug_trac_sel_d AS t
    WHERE
        coalesce(t.vali_flag, '1') = '1'
        AND coalesce(t.trdn_flag, '0') <> '1'
        AND coalesce(t.sel_retn_cnt, 1) > 0
    GROUP BY t.drug_trac_codg
    HAVING count(t.drug_trac_codg) > 1
),

upload AS (
    SELECT
        t.trac_sn,
        t.drug_trac_codg,
        t.fixmedins_code,
        t.psn_no,
        t.mdtrt_id,
        t.bkkp_sn,
        t.opt_time,
        sign(coalesce(t.sel_retn_cnt, 1)) AS step
    FROM drug_trac_sel_d AS t
    INNER JOIN repeated AS r ON r.drug_trac_codg = t.drug_trac_codg
    WHERE coalesce(t.vali_flag, '1') = '1' AND coalesce(t.trdn_flag, '0') <> '1'
),

-- Sales and returns nest like brackets: a return closes the latest sale still open before it, so
-- a sale stands when no later balance is below its own.
summed AS (
    SELECT
        *,
        sum(step) OVER (
            PARTITION BY drug_trac_codg, fixmedins_code, psn_no
            ORDER BY opt_time, step DESC, trac_sn
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS balance
    FROM upload
),

closed AS (
    SELECT
        *,
        min(balance) OVER (
            PARTITION BY drug_trac_codg, fixmedins_code, psn_no
            ORDER BY opt_time, step DESC, trac_sn
            ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
        ) AS least_after
    FROM summed
),

used AS (
    SELECT *
    FROM closed
    WHERE step = 1 AND coalesce(least_after >= balance, TRUE)
),

-- The line and what came back of it, in one pass over the fee lines.
line AS (
    SELECT
        u.trac_sn,
        max(CASE WHEN f.init_feedetl_sn IS NULL THEN f.fee_ocur_time END) AS fee_ocur_time,
        CAST(sum(CASE WHEN c.setl_id IS NULL THEN f.cnt ELSE 0 END) AS DOUBLE) AS cnt,
        CAST(sum(CASE WHEN c.setl_id IS NULL THEN f.det_item_fee_sumamt END) AS DOUBLE)
            AS total_amt,
        sum(CAST(f.inscp_amt AS DOUBLE) * s.fund_rate) AS fund_amt
    FROM used AS u
    INNER JOIN fee_list_d AS f
        ON
            f.mdtrt_id = u.mdtrt_id
            AND coalesce(f.init_feedetl_sn, f.bkkp_sn) = u.bkkp_sn
            AND coalesce(f.vali_flag, '1') = '1'
    LEFT JOIN cancelled_setl AS c ON c.setl_id = f.setl_id
    LEFT JOIN net_setl AS s ON s.setl_id = f.setl_id
    GROUP BY u.trac_sn
)

SELECT
    u.trac_sn,
    u.drug_trac_codg,
    u.fixmedins_code,
    u.psn_no,
    coalesce(l.fee_ocur_time, u.opt_time) AS use_time,
    CAST(coalesce(l.fee_ocur_time, u.opt_time) AS DATE) AS use_date,
    l.total_amt / nullif(greatest(l.cnt, 1), 0) AS total_amt,
    l.fund_amt / nullif(greatest(l.cnt, 1), 0) AS fund_amt
FROM used AS u
LEFT JOIN line AS l ON l.trac_sn = u.trac_sn
WHERE coalesce(l.cnt, 1) > 0
