/*
title    = "各药店核验与代配"
question = "本年累计各药店有多少笔做了人脸核验，多少笔是代配？"
tables   = ["mart_share_period", "mart_share_ytd", "mart_institution"]
note     = "本年一月起累计；只计药店的医保结算，整单退费的不计。"

[columns]
period         = "累计到"
fixmedins_name = "机构"
peer_group     = "同级组"
face_rate      = "人脸核验覆盖率"
faced_items    = "有效人脸（笔）"
agent_rate     = "代配占比"
agent_items    = "代配（笔）"
receipt_items  = "医保购药（笔）"
*/

SELECT
    max(period.period) AS period,
    coalesce(institution.fixmedins_name, total.member) AS fixmedins_name,
    institution.peer_group,
    CAST(sum(numerator) FILTER (WHERE measure = 'face_checked') AS DOUBLE)
    / sum(denominator) FILTER (WHERE measure = 'face_checked') AS face_rate,
    CAST(sum(numerator) FILTER (WHERE measure = 'face_checked') AS BIGINT) AS faced_items,
    CAST(sum(numerator) FILTER (WHERE measure = 'bought_by_agent') AS DOUBLE)
    / sum(denominator) FILTER (WHERE measure = 'bought_by_agent') AS agent_rate,
    CAST(sum(numerator) FILTER (WHERE measure = 'bought_by_agent') AS BIGINT) AS agent_items,
    CAST(sum(denominator) FILTER (WHERE measure = 'face_checked') AS BIGINT) AS receipt_items
FROM mart_share_period AS period
INNER JOIN mart_share_ytd AS total USING (measure, period)
LEFT JOIN mart_institution AS institution ON institution.fixmedins_code = total.member
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND period.back = 0
    AND measure IN ('bought_by_agent', 'face_checked')
    AND total.dimension = 'fixmedins_code'
GROUP BY coalesce(institution.fixmedins_name, total.member), institution.peer_group
ORDER BY fixmedins_name
