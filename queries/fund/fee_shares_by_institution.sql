/*
title    = "各机构费用构成"
question = "本年累计各机构的药品、检查、化验、耗材各占多少？"
tables   = ["mart_period", "mart_fee_ytd", "mart_institution"]
note     = "按费用发生月份，本年一月起累计到截至日期前已过完的月份；不含药店购药；占比的分母是知道类别的费用。"

[columns]
period         = "累计到"
fixmedins_name = "机构"
peer_group     = "同级组"
classed_yuan   = "费用总额（元）"
drug_rate      = "药占比"
herb_rate      = "饮片占比"
exam_rate      = "检查占比"
test_rate      = "化验占比"
material_rate  = "耗占比"
*/

SELECT
    period.period,
    coalesce(institution.fixmedins_name, total.member) AS fixmedins_name,
    institution.peer_group,
    total.classed_yuan,
    coalesce(CAST(total.drug_yuan AS DOUBLE), 0) / total.classed_yuan AS drug_rate,
    coalesce(CAST(total.herb_yuan AS DOUBLE), 0) / total.classed_yuan AS herb_rate,
    coalesce(CAST(total.exam_yuan AS DOUBLE), 0) / total.classed_yuan AS exam_rate,
    coalesce(CAST(total.test_yuan AS DOUBLE), 0) / total.classed_yuan AS test_rate,
    coalesce(CAST(total.material_yuan AS DOUBLE), 0) / total.classed_yuan AS material_rate
FROM mart_period AS period
INNER JOIN mart_fee_ytd AS total USING (ym)
LEFT JOIN mart_institution AS institution ON institution.fixmedins_code = total.member
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND period.back = 0
    AND length(period.period) <> 4
    AND total.dimension = 'fixmedins_code'
    AND total.classed_yuan > 0
ORDER BY period.period, total.classed_yuan DESC, fixmedins_name
