/*
title    = "基金支付在各机构的分布"
question = "基金主要付给了哪些机构，集中到什么程度？"
tables   = ["mart_period", "mart_care_ytd", "mart_institution"]
note     = "本年一月起累计到截至日期前已过完的月份。HHI 是各机构占比的平方和（0–1），越大越集中；各行之和即全区 HHI。"

[columns]
period          = "累计到"
place           = "名次"
fixmedins_name  = "机构"
fund_yuan       = "基金支付（元）"
fund_share_rate = "占全部机构"
running_rate    = "累计占比"
hhi             = "对 HHI 的贡献"
*/

WITH spent AS (
    SELECT
        period.period,
        total.member,
        total.fund_yuan,
        CAST(total.fund_yuan AS DOUBLE)
        / nullif(sum(CAST(total.fund_yuan AS DOUBLE)) OVER (PARTITION BY period.period), 0)
            AS share,
        row_number() OVER (
            PARTITION BY period.period ORDER BY total.fund_yuan DESC, total.member
        ) AS place
    FROM mart_period AS period
    INNER JOIN mart_care_ytd AS total USING (ym)
    WHERE
        $as_of BETWEEN period.first_on AND period.last_on
        AND period.back = 0
        AND length(period.period) <> 4
        AND total.dimension = 'fixmedins_code'
        AND total.fund_yuan IS NOT NULL
)

SELECT
    spent.period,
    spent.place,
    coalesce(institution.fixmedins_name, spent.member) AS fixmedins_name,
    spent.fund_yuan,
    spent.share AS fund_share_rate,
    sum(spent.share) OVER (PARTITION BY spent.period ORDER BY spent.place) AS running_rate,
    spent.share * spent.share AS hhi
FROM spent
LEFT JOIN mart_institution AS institution ON institution.fixmedins_code = spent.member
ORDER BY spent.period, spent.place
