/*
title    = "异地就医去了哪些机构（本年累计）"
question = "本年累计异地就医到了哪些机构，多少人次、多少基金，直接结算的有多少？"
tables   = ["mart_period", "mart_pay_way", "mart_institution"]
note     = "按结算月份，本年一月起累计到截至日期前已过完的月份；异地的算法见指标 F23。"

[columns]
period         = "累计到"
place          = "就医地"
care           = "就医类型"
fixmedins_name = "机构"
cases          = "人次"
direct_cases   = "其中直接结算"
direct_rate    = "直接结算率"
medfee_yuan    = "医疗总费用（元）"
fund_yuan      = "基金支付（元）"
*/

SELECT
    period.period,
    way.place,
    way.care,
    coalesce(institution.fixmedins_name, way.fixmedins_code) AS fixmedins_name,
    CAST(sum(way.cases) AS BIGINT) AS cases,
    CAST(coalesce(sum(way.cases) FILTER (WHERE way.is_direct), 0) AS BIGINT) AS direct_cases,
    CAST(coalesce(sum(way.cases) FILTER (WHERE way.is_direct), 0) AS DOUBLE) / sum(way.cases)
        AS direct_rate,
    sum(way.medfee_yuan) AS medfee_yuan,
    sum(way.fund_yuan) AS fund_yuan
FROM mart_period AS period
-- From January on; what has no date is a period of its own.
INNER JOIN mart_pay_way AS way
    ON way.ym BETWEEN least(period.ym, left(period.ym, 4) || '01') AND period.ym
LEFT JOIN mart_institution AS institution USING (fixmedins_code)
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND period.back = 0
    AND length(period.period) <> 4
    AND way.place IN ('省内异地', '跨省异地')
GROUP BY period.period, way.place, way.care, way.fixmedins_code, institution.fixmedins_name
ORDER BY period.period, fund_yuan DESC NULLS LAST, fixmedins_name, way.care
