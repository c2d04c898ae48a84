/*
title  = "商品销售的明细金额中基金所占的份额"
grain  = "一笔有结算、结算中有商品销售的有效费用明细一行"
tables = ["fee_list_d", "setl_d", "medins_prod_sel_d"]
date   = "fee_date"
note   = "商品销售按结算ID和记账流水号找到它的费用明细：一笔销售的基金部分 = 销售金额 × fund_share。"
*/
SELECT
    f.setl_id,
    f.bkkp_sn,
    f.psn_no,
    f.fee_date,
    f.fund_amt / nullif(CAST(f.det_item_fee_sumamt AS DOUBLE), 0) AS fund_share
FROM net_fee AS f
WHERE f.setl_id IN (SELECT s.setl_id FROM net_sale AS s)
