/*
code      = "F23"
title     = "异地支出占比"
formula   = "异地就医基金支付 ÷ 全部基金支付"
unit      = "%"
parts     = ["万元", "万元"]
direction = "低好"
compare   = "同比"
yellow    = 0.03
domain    = "基金"
basis     = ["默认：比上年同期上升 3 个百分点"]
tables    = ["setl_d"]
columns   = ["setl_d.pay_loc|setl_d.fix_blng_admdvs|fixmedins_b.out_fixmedins_type", "setl_d.fund_pay_sumamt"]
rows      = "fund/remote_care"
note      = """
按结算月份，本年一月起累计。异地：支付地点类别为省内异地、省外异地；中心（手工）报销的看机构的异地类型，没有的看机构与参保地前四位区划是否相同。
就医地一栏是省内异地、跨省异地各占全部基金支付的比例。不知就医地的算本地。"""
*/

WITH remote AS (
    SELECT
        period.period,
        CASE
            WHEN grouping(way.insutype) = 0 THEN 'insutype'
            WHEN grouping(way.place) = 0 THEN 'place'
            ELSE 'all'
        END AS dimension,
        CASE
            WHEN grouping(way.insutype) = 0 THEN coalesce(way.insutype, '未注明')
            WHEN grouping(way.place) = 0 THEN way.place
            ELSE 'all'
        END AS member,
        sum(way.fund_yuan) AS fund_yuan
    FROM mart_period AS period
    -- From January on; what has no date is a period of its own.
    INNER JOIN mart_pay_way AS way
        ON way.ym BETWEEN least(period.ym, left(period.ym, 4) || '01') AND period.ym
    WHERE
        $as_of BETWEEN period.first_on AND period.last_on
        AND way.place IN ('省内异地', '跨省异地')
    GROUP BY
        GROUPING SETS ((period.period), (period.period, way.insutype), (period.period, way.place))
),

spent AS (
    SELECT
        period.period,
        kind.dimension,
        coalesce(kind.member, total.member) AS member,
        CAST(total.fund_yuan AS DOUBLE) AS fund_yuan
    FROM mart_period AS period
    INNER JOIN mart_care_ytd AS total USING (ym)
    INNER JOIN (VALUES
        ('all', 'all', 'all'),
        ('insutype', 'insutype', NULL),
        ('all', 'place', '省内异地'),
        ('all', 'place', '跨省异地')
    ) AS kind (of_total, dimension, member)
        ON kind.of_total = total.dimension
    WHERE
        $as_of BETWEEN period.first_on AND period.last_on
        AND total.fund_yuan IS NOT NULL
        -- Where no settlement says its place, none is known to be elsewhere.
        AND EXISTS (SELECT 1 FROM mart_pay_way WHERE place IS NOT NULL)
)

SELECT
    spent.dimension,
    spent.member,
    spent.period,
    coalesce(CAST(remote.fund_yuan AS DOUBLE), 0) AS numerator,
    spent.fund_yuan AS denominator,
    coalesce(CAST(remote.fund_yuan AS DOUBLE), 0) / nullif(spent.fund_yuan, 0) AS value
FROM spent
LEFT JOIN remote USING (dimension, member, period)
ORDER BY spent.dimension, spent.member, spent.period
