/*
code      = "F32c"
title     = "长护受护率"
formula   = "本季接受过护理服务的人数 ÷ 季末 1 级及以上的人数"
unit      = "%"
parts     = ["人", "人"]
direction = "近零"
compare   = "环比"
yellow    = 0.03
domain    = "基金"
basis     = ["方案：宝山2023规划实施，结构合理、总量可控", "默认：比上季变动 3 个百分点"]
tables    = ["ltc_asmt_d", "ltc_serv_d"]
columns   = ["ltc_asmt_d.ltc_disa_lv", "ltc_serv_d.serv_begntime"]
rows      = "fund/care_levels"
note      = "分子是分母中本季有过有效护理服务的人；待遇到期、死亡的不计。本地只有重度才享受待遇的，受护率会偏低。比上一季变动 3 个百分点为黄。"
*/

WITH counted AS (
    SELECT
        quarter_ym AS period,
        town_name,
        coalesce(sum(cared) FILTER (WHERE care_lv >= 1), 0) AS part,
        coalesce(sum(persons) FILTER (WHERE care_lv >= 1), 0) AS whole
    FROM mart_care_quarter
    WHERE
        quarter_end_date <= $as_of
        -- Without a single visit loaded the share is unknown and not 0.
        AND (SELECT sum(cared) > 0 FROM mart_care_quarter)
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
