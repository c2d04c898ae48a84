/*
title    = "各机构住院情况"
question = "本年累计各机构住院多少人次、多少费用、住多少天？"
tables   = ["mart_period", "mart_care_ytd", "mart_institution"]
note     = "人次、费用按结算月份，住院日按出院月份，本年一月起累计到截至日期前已过完的月份。"

[columns]
period              = "累计到"
fixmedins_name      = "机构"
peer_group          = "同级组"
stays               = "住院人次"
heads               = "住院人数"
stays_per_head      = "人次人头比"
average_stay        = "平均住院日（天）"
stay_medfee_yuan    = "住院总费用（元）"
stay_cost           = "次均住院费用（元/人次）"
stay_fund_yuan      = "住院基金支付（元）"
stay_scope_rate     = "政策范围内报销比例"
visits              = "门急诊人次"
stays_per_hundred   = "百门诊住院率（人次/百人次）"
*/

SELECT
    period.period,
    coalesce(institution.fixmedins_name, total.member) AS fixmedins_name,
    institution.peer_group,
    total.stays,
    total.heads,
    CAST(total.stays AS DOUBLE) / nullif(total.heads, 0) AS stays_per_head,
    CAST(total.stay_days AS DOUBLE) / nullif(total.days_stays, 0) AS average_stay,
    total.stay_medfee_yuan,
    CAST(total.stay_medfee_yuan AS DOUBLE) / nullif(total.stays, 0) AS stay_cost,
    total.stay_fund_yuan,
    CAST(total.stay_fund_yuan AS DOUBLE) / nullif(total.stay_inscp_yuan, 0) AS stay_scope_rate,
    total.visits,
    100 * CAST(total.stays AS DOUBLE) / nullif(total.visits, 0) AS stays_per_hundred
FROM mart_period AS period
INNER JOIN mart_care_ytd AS total USING (ym)
LEFT JOIN mart_institution AS institution ON institution.fixmedins_code = total.member
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND period.back = 0
    AND length(period.period) <> 4
    AND total.dimension = 'fixmedins_code'
    AND (total.stays > 0 OR total.days_stays > 0)
ORDER BY period.period, total.stays DESC NULLS LAST, fixmedins_name
