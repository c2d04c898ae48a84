/*
title  = "长护待遇季度汇总"
grain  = "一个季末、一个镇街、一个失能等级一行；人数可以相加"
tables = ["care_level", "care_visit", "ltc_asmt_d", "deceased", "psn_info_b"]
note   = """
persons 是季末等级有效（待遇没有到期、在世）的人数，cared 是其中本季接受过有效护理服务的；
assessed 是本季第一次评估的人数，按评出的等级。quarter_ym 是季末月份。镇街按参保人登记，没有的为“未注明”。
"""
*/
-- One pass over the visits.
WITH served AS MATERIALIZED (
    SELECT DISTINCT
        psn_no,
        CAST(date_trunc('quarter', visit_date) AS DATE) AS first_on
    FROM care_visit
),

span AS (
    SELECT
        min(asmt_date) AS first_date,
        greatest(max(asmt_date), (SELECT max(s.first_on) FROM served AS s)) AS last_date
    FROM care_level
),

quarter AS (
    SELECT
        CAST(start AS DATE) AS first_on,
        last_day(CAST(start AS DATE) + INTERVAL 2 MONTH) AS last_on
    FROM (
        SELECT
            unnest(
                generate_series(
                    date_trunc('quarter', first_date),
                    date_trunc('quarter', last_date),
                    INTERVAL 3 MONTH
                )
            ) AS start
        FROM span
    )
),

town AS (
    SELECT
        psn_no,
        min(town_name) AS town_name
    FROM psn_info_b
    WHERE town_name IS NOT NULL
    GROUP BY psn_no
),

counted AS (
    SELECT
        quarter.last_on,
        level.psn_no,
        level.care_lv,
        1 AS persons,
        CASE WHEN served.psn_no IS NULL THEN 0 ELSE 1 END AS cared,
        0 AS assessed
    FROM quarter
    INNER JOIN care_level AS level
        ON
            level.from_date <= quarter.last_on
            AND coalesce(level.next_from > quarter.last_on, TRUE)
    INNER JOIN ltc_asmt_d AS judged ON judged.ltc_asmt_id = level.ltc_asmt_id
    LEFT JOIN deceased ON deceased.psn_no = level.psn_no
    LEFT JOIN served ON served.psn_no = level.psn_no AND served.first_on = quarter.first_on
    WHERE
        coalesce(judged.trt_enddate >= quarter.last_on, TRUE)
        AND coalesce(deceased.die_date > quarter.last_on, TRUE)
    UNION ALL
    SELECT
        quarter.last_on,
        level.psn_no,
        level.care_lv,
        0,
        0,
        1
    FROM quarter
    INNER JOIN care_level AS level
        ON level.asmt_date BETWEEN quarter.first_on AND quarter.last_on AND level.prev_lv IS NULL
)

SELECT
    strftime(counted.last_on, '%Y%m') AS quarter_ym,
    counted.last_on AS quarter_end_date,
    coalesce(town.town_name, '未注明') AS town_name,
    counted.care_lv,
    CAST(sum(counted.persons) AS BIGINT) AS persons,
    CAST(sum(counted.cared) AS BIGINT) AS cared,
    CAST(sum(counted.assessed) AS BIGINT) AS assessed
FROM counted
LEFT JOIN town USING (psn_no)
GROUP BY counted.last_on, coalesce(town.town_name, '未注明'), counted.care_lv
ORDER BY quarter_ym, town_name, counted.care_lv
