/*
title    = "各护理机构工单"
question = "本年累计各护理机构有多少异常、补录的工单？"
tables   = ["mart_share_period", "mart_share_ytd"]
note     = "本年一月起累计；补录是签到、签退都没有定位的工单。"

[columns]
period         = "累计到"
fixmedins_name = "机构"
abnormal_rate  = "异常工单率"
abnormal_items = "异常（张）"
unsigned_rate  = "补录工单率"
unsigned_items = "补录（张）"
visit_items    = "工单（张）"
*/

SELECT
    max(period.period) AS period,
    total.member AS fixmedins_name,
    CAST(sum(numerator) FILTER (WHERE measure = 'care_abnormal') AS DOUBLE)
    / sum(denominator) FILTER (WHERE measure = 'care_abnormal') AS abnormal_rate,
    CAST(sum(numerator) FILTER (WHERE measure = 'care_abnormal') AS BIGINT) AS abnormal_items,
    CAST(sum(numerator) FILTER (WHERE measure = 'care_unsigned') AS DOUBLE)
    / sum(denominator) FILTER (WHERE measure = 'care_unsigned') AS unsigned_rate,
    CAST(sum(numerator) FILTER (WHERE measure = 'care_unsigned') AS BIGINT) AS unsigned_items,
    CAST(sum(denominator) FILTER (WHERE measure = 'care_abnormal') AS BIGINT) AS visit_items
FROM mart_share_period AS period
INNER JOIN mart_share_ytd AS total USING (measure, period)
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND period.back = 0
    AND measure IN ('care_abnormal', 'care_unsigned')
    AND total.dimension = 'ltc_medins_code'
GROUP BY total.member
ORDER BY fixmedins_name
