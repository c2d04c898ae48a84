/*
title  = "有效集采订单明细（已减退货）"
grain  = "一条净数量大于零的集采订单明细一行"
tables = ["tps_ord_detl_d"]
note   = """
退货已确认、已退回或没写状态的冲减，待确认的不冲减。ord_cnt 是订购的净数量（没有的用入库数量），
recd_cnt 是入库的净数量（没有的用订购数量）；两者都没有的数量为空。
应付金额 due_amt 取发票金额（没有的用入库数量 × 采购单价）减去退货金额。"""
*/
WITH returned AS (
    SELECT
        o.*,
        CASE
            WHEN coalesce(o.retn_chk_stas, '2') <> '1' THEN coalesce(o.retn_cnt, 0) ELSE 0
        END AS back_cnt,
        CASE
            WHEN coalesce(o.retn_chk_stas, '2') <> '1'
                THEN coalesce(o.retn_amt, o.retn_cnt * o.purc_pric, 0)
            ELSE 0
        END AS back_amt
    FROM tps_ord_detl_d AS o
    WHERE coalesce(o.vali_flag, '1') = '1'
)

SELECT
    r.ord_detl_id,
    r.medins_code AS fixmedins_code,
    r.prod_code,
    r.med_list_codg,
    r.drug_genname,
    r.sel_flag,
    r.purc_pric,
    CAST(coalesce(r.ord_time, r.shp_time, r.stoin_time) AS DATE) AS ord_date,
    CAST(r.stoin_time AS DATE) AS stoin_date,
    CAST(r.pay_time AS DATE) AS pay_date,
    r.pay_amt,
    CAST(coalesce(r.purc_cnt, r.stoin_cnt) - r.back_cnt AS DECIMAL(18, 4)) AS ord_cnt,
    CAST(coalesce(r.stoin_cnt, r.purc_cnt) - r.back_cnt AS DECIMAL(18, 4)) AS recd_cnt,
    CAST(
        coalesce(r.invo_amt, coalesce(r.stoin_cnt, r.purc_cnt) * r.purc_pric) - r.back_amt
        AS DECIMAL(18, 2)
    ) AS due_amt
FROM returned AS r
WHERE coalesce(coalesce(r.purc_cnt, r.stoin_cnt) - r.back_cnt > 0, TRUE)
