/*
title    = "各镇街因病致贫预警的核查与帮扶"
question = "近 12 个月推送到各镇街的预警，核查、帮扶了多少？"
tables   = ["mart_warn", "cal_day"]
note     = "近 12 个月推送的预警，按截至日期当日的情况；核查期限为推送后 10 个工作日，帮扶期限为核查后 30 天。"

[columns]
town_name     = "镇街"
pushed_items  = "推送（条）"
checked_items = "已核查（条）"
late_items    = "逾期未核查（条）"
needy_items   = "需帮扶（条）"
aided_items   = "已帮扶（条）"
unaided_items = "逾期未帮扶（条）"
*/

WITH stated AS (
    SELECT
        warned.town_name,
        warned.warnings,
        coalesce(warned.checked_on <= $as_of, FALSE) AS is_checked,
        today.workday_no - pushed.workday_no > 10 AS check_due,
        coalesce(warned.aid_due AND warned.checked_on <= $as_of, FALSE) AS is_needy,
        coalesce(warned.aid_date <= $as_of, FALSE) AS is_aided,
        coalesce(warned.checked_on + 30 < $as_of, FALSE) AS aid_late
    FROM mart_warn AS warned
    INNER JOIN cal_day AS pushed ON pushed.day = warned.push_date
    INNER JOIN cal_day AS today ON today.day = CAST($as_of AS DATE)
    WHERE
        warned.push_date > CAST($as_of AS DATE) - INTERVAL 12 MONTH
        AND warned.push_date <= $as_of
)

SELECT
    town_name,
    CAST(sum(warnings) AS BIGINT) AS pushed_items,
    CAST(coalesce(sum(warnings) FILTER (WHERE is_checked), 0) AS BIGINT) AS checked_items,
    CAST(coalesce(sum(warnings) FILTER (WHERE NOT is_checked AND check_due), 0) AS BIGINT)
        AS late_items,
    CAST(coalesce(sum(warnings) FILTER (WHERE is_needy), 0) AS BIGINT) AS needy_items,
    CAST(coalesce(sum(warnings) FILTER (WHERE is_needy AND is_aided), 0) AS BIGINT) AS aided_items,
    CAST(coalesce(sum(warnings) FILTER (WHERE is_needy AND NOT is_aided AND aid_late), 0) AS BIGINT)
        AS unaided_items
FROM stated
GROUP BY town_name
ORDER BY late_items + unaided_items DESC, town_name
