/*
title    = "各机构结算情况"
question = "本年累计各机构结算多少、基金支付占多少？"
tables   = ["mart_period", "mart_care_ytd", "mart_institution"]
note     = "全部结算，按结算月份，本年一月起累计到截至日期前已过完的月份；门诊人次同一人、同一机构、同一天算一次。"

[columns]
period         = "累计到"
fixmedins_name = "机构"
peer_group     = "同级组"
setls          = "结算笔数"
visits         = "门诊人次"
visit_cost     = "次均门诊费用（元/人次）"
medfee_yuan    = "医疗总费用（元）"
fund_yuan      = "基金支付（元）"
fund_rate      = "实际补偿比"
ownpay_rate    = "目录外费用占比"
*/

SELECT
    period.period,
    coalesce(institution.fixmedins_name, total.member) AS fixmedins_name,
    institution.peer_group,
    total.setls,
    total.visits,
    CAST(total.visit_medfee_yuan AS DOUBLE) / nullif(total.visits, 0) AS visit_cost,
    total.medfee_yuan,
    total.fund_yuan,
    CAST(total.fund_yuan AS DOUBLE) / nullif(total.medfee_yuan, 0) AS fund_rate,
    CAST(total.ownpay_yuan AS DOUBLE) / nullif(total.medfee_yuan, 0) AS ownpay_rate
FROM mart_period AS period
INNER JOIN mart_care_ytd AS total USING (ym)
LEFT JOIN mart_institution AS institution ON institution.fixmedins_code = total.member
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND period.back = 0
    AND length(period.period) <> 4
    AND total.dimension = 'fixmedins_code'
    AND total.setls > 0
ORDER BY period.period, total.medfee_yuan DESC NULLS LAST, fixmedins_name
