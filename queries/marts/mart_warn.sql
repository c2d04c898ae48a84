/*
title  = "因病致贫预警的核查与帮扶"
grain  = "推送日、核查日、核查结果、帮扶日、镇街一行"
tables = ["warn"]
note   = """
checked_on 是有核查结果的日期，结果没有写日期的按推送日（同规则 R91）；写了核查日期而没有结果的不算核查。
aid_due 是核查结果为“需帮扶”的。没有推送日期的不列。
"""
*/
SELECT
    coalesce(town_name, '未注明') AS town_name,
    push_date,
    CASE WHEN chk_rslt IS NOT NULL THEN coalesce(chk_date, push_date) END AS checked_on,
    coalesce(chk_rslt = '需帮扶', FALSE) AS aid_due,
    aid_date,
    count(*) AS warnings
FROM warn
WHERE coalesce(vali_flag, '1') = '1' AND push_date IS NOT NULL
GROUP BY ALL
ORDER BY push_date, town_name, checked_on, aid_due, aid_date
