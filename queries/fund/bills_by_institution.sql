/*
title    = "各机构异常单据复审"
question = "本年累计各机构的异常单据有多少经过复审？"
tables   = ["mart_share_period", "mart_share_ytd", "mart_institution"]
note     = "本年一月起累计，按支付月份；在途单据不计。逐张见规则 R78。"

[columns]
period         = "累计到"
fixmedins_name = "机构"
peer_group     = "同级组"
review_rate    = "复审率"
reviewed_items = "支付前复审（张）"
abnormal_items = "异常单据（张）"
*/

SELECT
    max(period.period) AS period,
    coalesce(institution.fixmedins_name, total.member) AS fixmedins_name,
    institution.peer_group,
    CAST(sum(numerator) FILTER (WHERE measure = 'bill_review') AS DOUBLE)
    / sum(denominator) FILTER (WHERE measure = 'bill_review') AS review_rate,
    CAST(sum(numerator) FILTER (WHERE measure = 'bill_review') AS BIGINT) AS reviewed_items,
    CAST(sum(denominator) FILTER (WHERE measure = 'bill_review') AS BIGINT) AS abnormal_items
FROM mart_share_period AS period
INNER JOIN mart_share_ytd AS total USING (measure, period)
LEFT JOIN mart_institution AS institution ON institution.fixmedins_code = total.member
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND period.back = 0
    AND measure IN ('bill_review')
    AND total.dimension = 'fixmedins_code'
GROUP BY coalesce(institution.fixmedins_name, total.member), institution.peer_group
ORDER BY fixmedins_name
