/*
title    = "各镇街医疗救助的支付方式"
question = "本年累计各镇街有多少笔救助是一站式支付，多少笔要申请，多少笔还没有付？"
tables   = ["mart_period", "mart_aid_pay", "mart_aid_lead", "lead_state"]
note     = "按支付月份，本年一月起累计到截至日期前已过完的月份；未支付的是规则 R84 的疑点（按结算月份，须核查，已排除的不算）。"

[columns]
period         = "累计到"
town_name      = "镇街"
direct_items   = "一站式（笔）"
manual_items   = "手工（笔）"
unpaid_items   = "应享未享（笔）"
direct_rate    = "免申即享率"
maf_yuan       = "救助支付（元）"
*/

WITH due AS (
    SELECT
        ym,
        coalesce(town_name, '未注明') AS town_name,
        CASE WHEN pay_way IN ('1', '一站式') THEN payments ELSE 0 END AS direct_items,
        CASE WHEN pay_way IN ('1', '一站式') THEN 0 ELSE payments END AS manual_items,
        0 AS unpaid_items,
        maf_yuan
    FROM mart_aid_pay
    WHERE pay_way IS NOT NULL
    UNION ALL
    SELECT
        coalesce(strftime(lead.event_date, '%Y%m'), '未注明'),
        lead.town_name,
        0,
        0,
        1,
        0
    FROM mart_aid_lead AS lead
    LEFT JOIN lead_state AS handled USING (finding_key)
    WHERE
        lead.code = 'R84'
        AND coalesce(lead.settled_on > $as_of, TRUE)
        AND NOT coalesce(handled.refuted, FALSE)
)

SELECT
    period.period,
    due.town_name,
    CAST(sum(due.direct_items) AS BIGINT) AS direct_items,
    CAST(sum(due.manual_items) AS BIGINT) AS manual_items,
    CAST(sum(due.unpaid_items) AS BIGINT) AS unpaid_items,
    CAST(sum(due.direct_items) AS DOUBLE)
    / sum(due.direct_items + due.manual_items + due.unpaid_items) AS direct_rate,
    sum(due.maf_yuan) AS maf_yuan
FROM mart_period AS period
-- From January on; what has no date is a period of its own.
INNER JOIN due ON due.ym BETWEEN least(period.ym, left(period.ym, 4) || '01') AND period.ym
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND period.back = 0
    AND length(period.period) <> 4
GROUP BY period.period, due.town_name
ORDER BY period.period, direct_rate, due.town_name
