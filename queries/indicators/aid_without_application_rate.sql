/*
code      = "F36"
title     = "免申即享率"
formula   = "一站式（免申请）救助笔数 ÷ 应享救助笔数"
unit      = "%"
parts     = ["笔", "笔"]
direction = "高好"
compare   = "值"
yellow    = 0.9
red       = 0.7
domain    = "基金"
basis     = ["方案：长宁2022医疗救助专项治理，完善免申即享", "默认：90%、70%"]
tables    = ["maf_pay_d", "setl_d"]
columns   = ["maf_pay_d.pay_way", "maf_pay_d.maf_pay"]
rows      = "fund/aid_payments_by_town"
note      = """
按支付月份，本年一月起累计。应享笔数 = 已支付的笔数 + 到截至日仍未支付的应享未享笔数（规则 R84，按结算月份，已排除的不算）；
没有筛查过 R84 的只按已支付的算。支付方式 1 一站式、2 手工；没有写支付方式的不计。"""
*/

WITH due AS (
    SELECT
        ym,
        coalesce(town_name, '未注明') AS town_name,
        payments AS items,
        CASE WHEN pay_way IN ('1', '一站式') THEN payments ELSE 0 END AS direct_items
    FROM mart_aid_pay
    WHERE pay_way IS NOT NULL
    UNION ALL
    SELECT
        coalesce(strftime(lead.event_date, '%Y%m'), '未注明'),
        lead.town_name,
        1,
        0
    FROM mart_aid_lead AS lead
    LEFT JOIN lead_state AS handled ON handled.finding_key = lead.finding_key
    WHERE
        lead.code = 'R84'
        AND coalesce(lead.settled_on > $as_of, TRUE)
        AND NOT coalesce(handled.refuted, FALSE)
        AND EXISTS (SELECT 1 FROM mart_aid_pay WHERE pay_way IS NOT NULL)
)

SELECT
    CASE WHEN grouping(due.town_name) = 0 THEN 'town_name' ELSE 'all' END AS dimension,
    CASE WHEN grouping(due.town_name) = 0 THEN due.town_name ELSE 'all' END AS member,
    period.period,
    CAST(sum(due.direct_items) AS DOUBLE) AS numerator,
    CAST(sum(due.items) AS DOUBLE) AS denominator,
    CAST(sum(due.direct_items) AS DOUBLE) / sum(due.items) AS value
FROM mart_period AS period
-- From January on; what has no date is a period of its own.
INNER JOIN due ON due.ym BETWEEN least(period.ym, left(period.ym, 4) || '01') AND period.ym
WHERE $as_of BETWEEN period.first_on AND period.last_on
GROUP BY GROUPING SETS ((period.period), (period.period, due.town_name))
ORDER BY dimension, member, period.period
