/*
code      = "F31b"
title     = "药店代配占比"
formula   = "登记了代办人的医保购药笔数 ÷ 医保购药笔数"
unit      = "%"
parts     = ["笔", "笔"]
direction = "低好"
compare   = "同级"
yellow    = 0.9
domain    = "基金"
basis     = ["《医疗保障基金使用监督管理条例》（国务院令第735号）第十七条：委托他人代为购药，应当提供委托人和受托人的身份证明", "默认：高于同级第 90 百分位"]
tables    = ["medins_prod_sel_d"]
columns   = ["medins_prod_sel_d.agnter_certno|agnter_name", "medins_prod_sel_d.sel_retn_time"]
rows      = "fund/store_checks_by_institution"
note      = "口径同药店人脸核验覆盖率；代办人证件号码与参保人相同的不算代配。全区的灯看药店：最近三期至少两期不低于同级第 90 百分位、偏离程度（稳健 z 值）不低于 3.5、不少于 30 笔，才亮灯。"
*/

SELECT
    total.dimension,
    total.member,
    period.period,
    CAST(total.numerator AS DOUBLE) AS numerator,
    CAST(total.denominator AS DOUBLE) AS denominator,
    CAST(total.numerator AS DOUBLE) / CAST(total.denominator AS DOUBLE) AS value
FROM mart_share_period AS period
INNER JOIN mart_share_ytd AS total USING (measure, period)
WHERE
    period.measure = 'bought_by_agent'
    AND $as_of BETWEEN period.first_on AND period.last_on
    AND (total.dimension IN ('all', 'town_name') OR period.back < 3)
ORDER BY total.dimension, total.member, period.period
