/*
code      = "F38"
title     = "困难群众政策范围内自付占比"
formula   = "救助对象三重保障后的自付 ÷ 政策范围内费用"
unit      = "%"
parts     = ["万元", "万元"]
direction = "低好"
compare   = "值"
yellow    = 0.3
red       = 0.4
domain    = "基金"
basis     = ["法规（须核对）：国办发〔2021〕42号，政策范围内费用经救助后个人负担以不低于 70% 的救助比例反推，自付不超过 30%", "默认：超过 40% 为红"]
tables    = ["setl_d", "maf_psn_idet_d"]
columns   = ["setl_d.inscp_amt", "setl_d.fund_pay_sumamt", "maf_psn_idet_d.psn_idet_type"]
rows      = "fund/aided_burden"
note      = """
按结算月份，本年一月起累计；就诊开始日身份有效的救助对象，住院和门诊，不含药店购药。一人几种身份的取代码最小的一种。
自付 = 符合范围金额 − 基金支付总额（含一站式救助）− 没有并入结算的医疗救助（没有写明结算的手工救助按服务月份冲减）；互助、商保没有扣。"""
*/

WITH cared AS (
    SELECT
        ym,
        CASE psn_idet_type
            WHEN '01' THEN '特困'
            WHEN '02' THEN '低保'
            WHEN '03' THEN '低保边缘'
            WHEN '04' THEN '返贫致贫'
            ELSE psn_idet_type
        END AS idet_name,
        care,
        coalesce(town_name, '未注明') AS town_name,
        CAST(inscp_yuan AS DOUBLE) AS inscp_yuan,
        CAST(own_yuan AS DOUBLE) AS own_yuan
    FROM mart_aid_care
)

SELECT
    CASE
        WHEN grouping(cared.idet_name) = 0 THEN 'psn_idet_type'
        WHEN grouping(cared.care) = 0 THEN 'care'
        WHEN grouping(cared.town_name) = 0 THEN 'town_name'
        ELSE 'all'
    END AS dimension,
    CASE
        WHEN grouping(cared.idet_name) = 0 THEN cared.idet_name
        WHEN grouping(cared.care) = 0 THEN cared.care
        WHEN grouping(cared.town_name) = 0 THEN cared.town_name
        ELSE 'all'
    END AS member,
    period.period,
    round(sum(cared.own_yuan), 2) AS numerator,
    round(sum(cared.inscp_yuan), 2) AS denominator,
    round(sum(cared.own_yuan), 2) / nullif(round(sum(cared.inscp_yuan), 2), 0) AS value
FROM mart_period AS period
-- From January on; what has no date is a period of its own.
INNER JOIN cared ON cared.ym BETWEEN least(period.ym, left(period.ym, 4) || '01') AND period.ym
WHERE $as_of BETWEEN period.first_on AND period.last_on
GROUP BY
    GROUPING SETS (
        (period.period),
        (period.period, cared.idet_name),
        (period.period, cared.care),
        (period.period, cared.town_name)
    )
HAVING grouping(cared.care) = 1 OR cared.care <> '未对上结算'
ORDER BY dimension, member, period.period
