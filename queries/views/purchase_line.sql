/*
title  = "有效商品采购（退货为负）"
grain  = "一条有效的采购入库或退货一行"
tables = ["medins_prod_purc_d"]
note   = "退货的数量记为负；赠品不是采购，不计；没有机构或流水号的不计。"
*/
SELECT
    p.medins_prod_purc_no,
    p.fixmedins_code,
    p.med_list_codg,
    CAST(p.purc_retn_stoin_time AS DATE) AS purc_date,
    CASE
        WHEN p.prod_retn_flag = '1' THEN -abs(p.purc_retn_cnt) ELSE p.purc_retn_cnt
    END AS purc_cnt,
    p.finl_trns_pric AS purc_pric
FROM medins_prod_purc_d AS p
WHERE
    coalesce(p.vali_flag, '1') = '1'
    AND coalesce(p.prod_geay_flag, '0') <> '1'
    AND p.fixmedins_code IS NOT NULL
    AND p.medins_prod_purc_no IS NOT NULL
