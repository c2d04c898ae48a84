/*
code      = "Q23b"
title     = "无记录的完成任务"
formula   = "报已办结，而没有写工作措施或没有办结日期的任务数"
unit      = "项"
parts     = ["项", "项"]
direction = "低好"
compare   = "值"
yellow    = 0
domain    = "督导"
basis     = ["方案：宝山2023规划实施，动态监测", "默认：多于 0 项为黄"]
tables    = ["entry_by_member"]
rows      = "ledger/tasks"
note      = "台账不收佐证材料，只看有没有写工作措施、填办结日期；分母是已办结的任务。"
*/

SELECT
    dimension,
    member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(
        count(*) FILTER (WHERE coalesce(trim(measures), '') = '' OR closed_on IS NULL) AS DOUBLE
    ) AS numerator,
    CAST(count(*) AS DOUBLE) AS denominator,
    numerator AS value
FROM entry_by_member($as_of, 13)
WHERE kind = 'tasks' AND state = '已办结' AND dimension <> 'kind'
GROUP BY dimension, member, "at"
ORDER BY dimension, member, period
