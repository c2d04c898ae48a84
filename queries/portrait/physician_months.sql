/*
title    = "医师各月业务"
question = "这名医师每月看多少人次、开多少费用，药品、检查各占多少？"
tables   = ["mart_physician_month"]
note     = "按费用发生月份；门诊人次是同一人、同一天、同一科室算一次；住院人次记在第一次为其开单的月份。"

[columns]
ym             = "月份"
dept_name      = "科室"
visits         = "门诊人次"
stays          = "住院人次"
fee_yuan       = "开单费用（元）"
fund_yuan      = "其中基金（元）"
drug_rate      = "药占比"
exam_rate      = "检查检验占比"
visit_amount   = "次均门诊费用（元）"
visit_lines    = "门诊次均项目（项）"

[params.member]
label = "机构编号|医师代码"
*/

SELECT
    ym,
    dept_name,
    visits,
    stays_new AS stays,
    fee_yuan,
    fund_yuan,
    CAST(coalesce(drug_yuan, 0) AS DOUBLE) / nullif(CAST(fee_yuan AS DOUBLE), 0) AS drug_rate,
    CAST(coalesce(exam_yuan, 0) AS DOUBLE) / nullif(CAST(fee_yuan AS DOUBLE), 0) AS exam_rate,
    CAST(visit_fee_yuan AS DOUBLE) / nullif(visits, 0) AS visit_amount,
    CAST(visit_lines AS DOUBLE) / nullif(visits, 0) AS visit_lines
FROM mart_physician_month
WHERE
    fixmedins_code || '|' || dr_code = $member
    AND (ym = '未注明' OR ym <= strftime(CAST($as_of AS DATE), '%Y%m'))
ORDER BY ym DESC
LIMIT 24
