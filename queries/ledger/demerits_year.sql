/*
title    = "本年医保支付资格记分"
question = "本年谁被记了多少分，应约谈的约谈了没有？"
tables   = ["demerits_version"]
note     = "按人累计：有医保人员编码的按编码，没有的按姓名加所在机构。"

[columns]
entry_no    = "编号"
psn_name    = "被记分人员"
institution = "所在机构"
found_on    = "记分日期"
points      = "记分分值"
year_points = "本年累计"
description = "记分事由"
talk_due    = "应约谈"
talked_on   = "约谈日期"
*/

SELECT
    entry_no,
    psn_name,
    institution,
    found_on,
    points,
    CAST(
        sum(points) OVER (
            PARTITION BY coalesce(psn_code, psn_name || '|' || coalesce(institution, ''))
        ) AS INTEGER
    ) AS year_points,
    description,
    talk_due,
    talked_on
FROM demerits_version
WHERE
    valid_from < CAST($as_of AS DATE) + 1
    AND coalesce(valid_to >= CAST($as_of AS DATE) + 1, TRUE)
    AND found_on <= $as_of
    AND year(found_on) = year(CAST($as_of AS DATE))
ORDER BY year_points DESC, psn_name, found_on
