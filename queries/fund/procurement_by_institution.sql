/*
title    = "各机构集采与回款"
question = "本年累计各机构高价非中选、平台采购、回款及时各占多少？"
tables   = ["mart_share_period", "mart_share_ytd", "mart_institution"]
note     = "本年一月起累计到截至日期前已过完的月份；各项比率的数据月份不同时，按各自最近的月份。"

[columns]
period         = "累计到"
fixmedins_name = "机构"
peer_group     = "同级组"
platform_rate  = "平台采购率"
platform_yuan  = "平台入库额（元）"
bought_yuan    = "商品采购净额（元）"
timely_rate    = "回款及时率"
timely_yuan    = "30 日内付（元）"
due_yuan       = "到期应付（元）"
dear_rate      = "高价非中选占比"
dear_cnt       = "高价非中选数量"
compared_cnt   = "有中选产品的通用名数量"
*/

SELECT
    max(period.period) AS period,
    coalesce(institution.fixmedins_name, total.member) AS fixmedins_name,
    institution.peer_group,
    CAST(sum(numerator) FILTER (WHERE measure = 'platform_purchase') AS DOUBLE)
    / sum(denominator) FILTER (WHERE measure = 'platform_purchase') AS platform_rate,
    CAST(sum(numerator) FILTER (WHERE measure = 'platform_purchase') AS DECIMAL(18, 2)) AS platform_yuan,
    CAST(sum(denominator) FILTER (WHERE measure = 'platform_purchase') AS DECIMAL(18, 2)) AS bought_yuan,
    CAST(sum(numerator) FILTER (WHERE measure = 'timely_payment') AS DOUBLE)
    / sum(denominator) FILTER (WHERE measure = 'timely_payment') AS timely_rate,
    CAST(sum(numerator) FILTER (WHERE measure = 'timely_payment') AS DECIMAL(18, 2)) AS timely_yuan,
    CAST(sum(denominator) FILTER (WHERE measure = 'timely_payment') AS DECIMAL(18, 2)) AS due_yuan,
    CAST(sum(numerator) FILTER (WHERE measure = 'dear_purchase') AS DOUBLE)
    / sum(denominator) FILTER (WHERE measure = 'dear_purchase') AS dear_rate,
    CAST(sum(numerator) FILTER (WHERE measure = 'dear_purchase') AS DOUBLE) AS dear_cnt,
    CAST(sum(denominator) FILTER (WHERE measure = 'dear_purchase') AS DOUBLE) AS compared_cnt
FROM mart_share_period AS period
INNER JOIN mart_share_ytd AS total USING (measure, period)
LEFT JOIN mart_institution AS institution ON institution.fixmedins_code = total.member
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND period.back = 0
    AND measure IN ('dear_purchase', 'platform_purchase', 'timely_payment')
    AND total.dimension = 'fixmedins_code'
GROUP BY coalesce(institution.fixmedins_name, total.member), institution.peer_group
ORDER BY fixmedins_name
