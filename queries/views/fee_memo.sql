/*
title  = "费用明细的备注"
grain  = "一笔写有备注的有效收费明细一行"
tables = ["fee_list_d"]
note   = "就诊ID、记账流水号两列与有效费用明细对应。"
*/
SELECT
    f.mdtrt_id,
    f.bkkp_sn,
    f.memo
FROM fee_list_d AS f
WHERE f.memo IS NOT NULL AND coalesce(f.vali_flag, '1') = '1'
