/*
title    = "各季末长护待遇人数"
question = "各季末各失能等级多少人，重度、接受过护理的占多少，新评估多少人？"
tables   = ["mart_care_quarter"]
note     = """
截至日期前已过完的季度，最近的在前。国家标准 0–5 级；重度占比（4–5 级 ÷ 1 级及以上）口径见指标 F32，受护率见指标 F32c，
待遇到期、死亡的不计。"""

[columns]
quarter_ym  = "季末月份"
none_cnt    = "0 级（人）"
mild_cnt    = "1 级（人）"
medium_cnt  = "2 级（人）"
third_cnt   = "3 级（人）"
severe_cnt  = "4–5 级（人）"
severe_rate = "重度占比"
cared_cnt   = "接受过护理（人）"
cared_rate  = "受护率"
assessed    = "第一次评估（人）"
*/

WITH counted AS (
    SELECT
        quarter_ym,
        sum(persons) FILTER (WHERE care_lv < 1) AS none_cnt,
        sum(persons) FILTER (WHERE care_lv = 1) AS mild_cnt,
        sum(persons) FILTER (WHERE care_lv = 2) AS medium_cnt,
        sum(persons) FILTER (WHERE care_lv = 3) AS third_cnt,
        sum(persons) FILTER (WHERE care_lv >= 4) AS severe_cnt,
        sum(persons) FILTER (WHERE care_lv >= 1) AS needy_cnt,
        sum(cared) FILTER (WHERE care_lv >= 1) AS cared_cnt,
        sum(assessed) AS assessed
    FROM mart_care_quarter
    WHERE quarter_end_date <= $as_of
    GROUP BY quarter_ym
)

SELECT
    left(quarter_ym, 4) || '-' || right(quarter_ym, 2) AS quarter_ym,
    CAST(coalesce(none_cnt, 0) AS BIGINT) AS none_cnt,
    CAST(coalesce(mild_cnt, 0) AS BIGINT) AS mild_cnt,
    CAST(coalesce(medium_cnt, 0) AS BIGINT) AS medium_cnt,
    CAST(coalesce(third_cnt, 0) AS BIGINT) AS third_cnt,
    CAST(coalesce(severe_cnt, 0) AS BIGINT) AS severe_cnt,
    CAST(coalesce(severe_cnt, 0) AS DOUBLE) / CAST(needy_cnt AS DOUBLE) AS severe_rate,
    CAST(coalesce(cared_cnt, 0) AS BIGINT) AS cared_cnt,
    CAST(coalesce(cared_cnt, 0) AS DOUBLE) / CAST(needy_cnt AS DOUBLE) AS cared_rate,
    CAST(assessed AS BIGINT) AS assessed
FROM counted
ORDER BY quarter_ym DESC
