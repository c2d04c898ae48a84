/*
code      = "F32"
title     = "长护重度占比"
formula   = "季末失能等级为 4–5 级的人数 ÷ 季末 1 级及以上的人数"
unit      = "%"
parts     = ["人", "人"]
direction = "近零"
compare   = "环比"
yellow    = 0.03
domain    = "基金"
basis     = ["方案：宝山2023规划实施，结构合理、总量可控", "默认：比上季变动 3 个百分点"]
tables    = ["ltc_asmt_d"]
columns   = ["ltc_asmt_d.ltc_disa_lv", "ltc_asmt_d.asmt_date|cncl_date"]
rows      = "fund/care_levels"
note      = "国家标准 0–5 级，重度Ⅱ、Ⅲ级即 4–5 级，相当于上海六级制的 5–6 级。按季末有效的等级，待遇到期、死亡的不计；比上一季末上升或下降 3 个百分点为黄。"
*/

WITH counted AS (
    SELECT
        quarter_ym AS period,
        town_name,
        coalesce(sum(persons) FILTER (WHERE care_lv >= 4), 0) AS part,
        coalesce(sum(persons) FILTER (WHERE care_lv >= 1), 0) AS whole
    FROM mart_care_quarter
    WHERE quarter_end_date <= $as_of
    GROUP BY quarter_ym, town_name
)

SELECT
    CASE WHEN grouping(town_name) = 0 THEN 'town_name' ELSE 'all' END AS dimension,
    CASE WHEN grouping(town_name) = 0 THEN town_name ELSE 'all' END AS member,
    period,
    CAST(sum(part) AS DOUBLE) AS numerator,
    CAST(sum(whole) AS DOUBLE) AS denominator,
    CAST(sum(part) AS DOUBLE) / nullif(CAST(sum(whole) AS DOUBLE), 0) AS value
FROM counted
GROUP BY GROUPING SETS ((period), (period, town_name))
HAVING sum(whole) > 0
ORDER BY dimension, member, period
