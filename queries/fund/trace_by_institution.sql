/*
title    = "各机构追溯码"
question = "本年累计各机构上传了多少追溯码，重复使用多少？"
tables   = ["mart_share_period", "mart_share_ytd", "mart_institution"]
note     = "本年一月起累计；上传率只计 2025-07-01 起。一个码记在第一次使用的机构，重复记在第二次使用的机构。"

[columns]
period         = "累计到"
fixmedins_name = "机构"
peer_group     = "同级组"
upload_rate    = "上传率"
scanned_items  = "已扫明细（行）"
drug_items     = "药品明细（行）"
repeated_items = "重复码（个）"
code_items     = "使用过的码（个）"
*/

SELECT
    max(period.period) AS period,
    coalesce(institution.fixmedins_name, total.member) AS fixmedins_name,
    institution.peer_group,
    CAST(sum(numerator) FILTER (WHERE measure = 'trace_upload') AS DOUBLE)
    / sum(denominator) FILTER (WHERE measure = 'trace_upload') AS upload_rate,
    CAST(sum(numerator) FILTER (WHERE measure = 'trace_upload') AS BIGINT) AS scanned_items,
    CAST(sum(denominator) FILTER (WHERE measure = 'trace_upload') AS BIGINT) AS drug_items,
    CAST(sum(numerator) FILTER (WHERE measure = 'trace_repeat') AS BIGINT) AS repeated_items,
    CAST(sum(denominator) FILTER (WHERE measure = 'trace_repeat') AS BIGINT) AS code_items
FROM mart_share_period AS period
INNER JOIN mart_share_ytd AS total USING (measure, period)
LEFT JOIN mart_institution AS institution ON institution.fixmedins_code = total.member
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND period.back = 0
    AND measure IN ('trace_repeat', 'trace_upload')
    AND total.dimension = 'fixmedins_code'
GROUP BY coalesce(institution.fixmedins_name, total.member), institution.peer_group
ORDER BY fixmedins_name
