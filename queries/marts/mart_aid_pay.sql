/*
title  = "医疗救助支付月度汇总"
grain  = "一个支付月、支付方式、救助身份、镇街一行；金额单位元"
tables = ["net_maf_pay", "person"]
note   = "支付方式 1 一站式（免申请），2 手工（依申请）；没有写的为空。没有支付日期的归入“未注明”。"
*/
SELECT
    coalesce(strftime(pay.pay_date, '%Y%m'), '未注明') AS ym,
    pay.pay_way,
    pay.psn_idet_type,
    person.town_name,
    count(*) AS payments,
    CAST(sum(pay.maf_pay) AS DECIMAL(18, 2)) AS maf_yuan
FROM net_maf_pay AS pay
LEFT JOIN person USING (psn_no)
GROUP BY ALL
ORDER BY ym, pay.pay_way, pay.psn_idet_type, person.town_name
