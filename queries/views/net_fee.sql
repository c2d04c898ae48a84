/*
title  = "有效费用明细（已减退费）"
grain  = "一笔净数量大于零的收费明细一行"
tables = ["fee_list_d", "setl_d"]
date   = "fee_date"
note   = """
退费明细按原流水号冲减，记在原明细的日期和机构；退费、无效结算的明细不计；未结算的明细计入。
基金部分 fund_amt = 明细的符合范围金额 × 结算基金支付总额 ÷ 结算符合范围金额，未结算的为空；不取整，合计后再取整。"""
*/
-- Returns and cancelled settlements are few: both are hashed, the big table streams past them.
WITH returned AS (
    SELECT
        r.mdtrt_id,
        r.init_feedetl_sn,
        CAST(coalesce(sum(r.cnt), 0) AS DECIMAL(16, 4)) AS cnt,
        CAST(coalesce(sum(r.det_item_fee_sumamt), 0) AS DECIMAL(16, 2)) AS det_item_fee_sumamt,
        CAST(coalesce(sum(r.inscp_amt), 0) AS DECIMAL(16, 2)) AS inscp_amt,
        CAST(coalesce(sum(r.fulamt_ownpay_amt), 0) AS DECIMAL(16, 2)) AS fulamt_ownpay_amt,
        CAST(coalesce(sum(r.overlmt_selfpay), 0) AS DECIMAL(16, 2)) AS overlmt_selfpay
    FROM fee_list_d AS r
    WHERE
        r.init_feedetl_sn IS NOT NULL
        AND coalesce(r.vali_flag, '1') = '1'
        -- A return inside a refunded settlement went with it; the line may since be settled anew.
        AND NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = r.setl_id)
    GROUP BY r.mdtrt_id, r.init_feedetl_sn
),

netted AS (
    SELECT
        f.bkkp_sn,
        f.mdtrt_id,
        f.setl_id,
        f.rx_drord_no,
        f.psn_no,
        f.fixmedins_code,
        f.med_type,
        f.insu_admdvs,
        CAST(f.fee_ocur_time AS DATE) AS fee_date,
        f.fee_ocur_time,
        f.hilist_code,
        f.hilist_name,
        f.med_list_codg,
        coalesce(f.hilist_code, f.med_list_codg) AS item_code,
        f.medins_list_name,
        f.spec,
        f.list_type,
        f.med_chrgitm_type,
        f.chrgitm_lv,
        CASE
            WHEN r.init_feedetl_sn IS NULL THEN f.cnt
            ELSE CAST(f.cnt + r.cnt AS DECIMAL(16, 4))
        END AS cnt,
        f.pric,
        CASE
            WHEN r.init_feedetl_sn IS NULL THEN f.det_item_fee_sumamt
            ELSE CAST(f.det_item_fee_sumamt + r.det_item_fee_sumamt AS DECIMAL(16, 2))
        END AS det_item_fee_sumamt,
        CASE
            WHEN r.init_feedetl_sn IS NULL THEN f.inscp_amt
            ELSE CAST(f.inscp_amt + r.inscp_amt AS DECIMAL(16, 2))
        END AS inscp_amt,
        CASE
            WHEN r.init_feedetl_sn IS NULL THEN f.fulamt_ownpay_amt
            ELSE CAST(f.fulamt_ownpay_amt + r.fulamt_ownpay_amt AS DECIMAL(16, 2))
        END AS fulamt_ownpay_amt,
        f.pric_uplmt_amt,
        CASE
            WHEN r.init_feedetl_sn IS NULL THEN f.overlmt_selfpay
            ELSE CAST(f.overlmt_selfpay + r.overlmt_selfpay AS DECIMAL(16, 2))
        END AS overlmt_selfpay,
        f.prd_days,
        f.bilg_dept_name,
        f.bilg_dr_code,
        f.bilg_dr_name,
        f.acord_dept_name,
        f.dscg_tkdrug_flag,
        f.rx_circ_flag,
        f.memo
    FROM fee_list_d AS f
    -- bkkp_sn of an interface extract is unique within one encounter only.
    LEFT JOIN returned AS r
        ON r.init_feedetl_sn = f.bkkp_sn AND r.mdtrt_id IS NOT DISTINCT FROM f.mdtrt_id
    WHERE
        f.init_feedetl_sn IS NULL
        AND coalesce(f.vali_flag, '1') = '1'
        AND NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = f.setl_id)
)

SELECT
    n.*,
    CAST(n.inscp_amt AS DOUBLE) * s.fund_rate AS fund_amt
FROM netted AS n
LEFT JOIN net_setl AS s ON s.setl_id = n.setl_id
WHERE n.cnt > 0
