/*
title  = "资助参保逐日变化"
grain  = "年度、救助身份、镇街、日期一行"
tables = ["mart_aid_enrol"]
note   = """
listed 是当日起应资助的人数，funded 是当日起已资助的人数（身份开始和资助到账两日中较晚的一日；没有资助日期的按身份开始）：
截至某日的人数是该日及以前的合计。没有写镇街的为“未注明”。"""
*/
WITH event AS (
    SELECT
        year,
        idet_name,
        town_name,
        begin_on AS on_day,
        1 AS listed,
        0 AS funded
    FROM mart_aid_enrol
    UNION ALL
    SELECT
        year,
        idet_name,
        town_name,
        greatest(begin_on, coalesce(funded_on, begin_on)) AS on_day,
        0 AS listed,
        1 AS funded
    FROM mart_aid_enrol
    WHERE is_funded
)

SELECT
    year,
    idet_name,
    coalesce(town_name, '未注明') AS town_name,
    on_day,
    CAST(sum(listed) AS INTEGER) AS listed,
    CAST(sum(funded) AS INTEGER) AS funded
FROM event
GROUP BY year, idet_name, coalesce(town_name, '未注明'), on_day
ORDER BY year, on_day, idet_name, town_name
