/*
title    = "长护待遇人数"
question = "各季末各失能等级有多少人，其中多少人接受过护理，新评估多少人？"
tables   = ["mart_care_quarter"]
note     = "国家标准 0–5 级：1 轻度，2 中度，3–5 重度Ⅰ至Ⅲ。"

[columns]
quarter_ym = "季末"
care_lv    = "失能等级"
persons    = "有效等级（人）"
cared      = "接受过护理（人）"
assessed   = "本季第一次评估（人）"
*/

SELECT
    quarter_ym,
    care_lv,
    CAST(sum(persons) AS BIGINT) AS persons,
    CAST(sum(cared) AS BIGINT) AS cared,
    CAST(sum(assessed) AS BIGINT) AS assessed
FROM mart_care_quarter
WHERE quarter_end_date <= $as_of
GROUP BY quarter_ym, care_lv
ORDER BY quarter_ym DESC, care_lv
