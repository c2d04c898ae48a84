/*
title    = "各机构住院的付费方式"
question = "本年累计各机构的住院有多少按 DRG、DIP 付费？"
tables   = ["mart_period", "mart_pay_way", "mart_institution"]
note     = "按结算月份，本年一月起累计到截至日期前已过完的月份；本地住院。清算方式没有写或只有数字代码的为“不明”。"

[columns]
period         = "累计到"
fixmedins_name = "机构"
cases          = "住院人次"
grouped_cases  = "按 DRG/DIP"
other_cases    = "其他方式"
unknown_cases  = "不明"
grouped_rate   = "覆盖率"
grouped_yuan   = "DRG/DIP 基金支付（元）"
fund_yuan      = "住院基金支付（元）"
*/

SELECT
    period.period,
    coalesce(institution.fixmedins_name, way.fixmedins_code) AS fixmedins_name,
    CAST(sum(way.cases) AS BIGINT) AS cases,
    CAST(coalesce(sum(way.cases) FILTER (WHERE way.is_grouped), 0) AS BIGINT) AS grouped_cases,
    CAST(coalesce(sum(way.cases) FILTER (WHERE NOT way.is_grouped), 0) AS BIGINT) AS other_cases,
    CAST(coalesce(sum(way.cases) FILTER (WHERE way.is_grouped IS NULL), 0) AS BIGINT)
        AS unknown_cases,
    CAST(coalesce(sum(way.cases) FILTER (WHERE way.is_grouped), 0) AS DOUBLE)
    / sum(way.cases) FILTER (WHERE way.is_grouped IS NOT NULL) AS grouped_rate,
    sum(way.fund_yuan) FILTER (WHERE way.is_grouped) AS grouped_yuan,
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
    AND way.care = '住院'
    AND coalesce(way.place, '本地') = '本地'
GROUP BY period.period, way.fixmedins_code, institution.fixmedins_name
ORDER BY period.period, cases DESC, fixmedins_name
