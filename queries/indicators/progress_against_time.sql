/*
code      = "Q06"
title     = "序时进度偏差"
formula   = "（已办结条数 − 各条按时间应完成的份额之和）÷ 有时限的条数"
unit      = "百分点"
parts     = ["件", "件"]
direction = "高好"
compare   = "值"
yellow    = -0.10
red       = -0.25
domain    = "督导"
basis     = ["方案：宝山2023规划实施，动态监测", "参考做法：未达到序时进度为黄", "默认：落后 10、25 个百分点"]
tables    = ["entry_by_member"]
rows      = "ledger/due_soon"
note      = """
一条应完成的份额 =（截至日 − 建账日）÷（时限 − 建账日），不小于 0、不大于 1；办结的实际进度为 1，未办结的为 0。没有时限的不计。
建账日取发现日期，没有的取首次入账日。"""
*/

WITH shared AS (
    SELECT
        dimension,
        member,
        "at",
        CASE WHEN state = '已办结' THEN 1.0 ELSE 0.0 END AS done_share,
        CASE
            WHEN "at" >= effective_due_on THEN 1.0
            WHEN "at" <= started_on THEN 0.0
            ELSE
                date_diff('day', started_on, "at")
                / CAST(date_diff('day', started_on, effective_due_on) AS DOUBLE)
        END AS due_share
    FROM entry_by_member($as_of, 13)
    WHERE effective_due_on IS NOT NULL
)

SELECT
    dimension,
    member,
    strftime("at", '%Y-%m-%d') AS period,
    -- Rounded, or a line met exactly would be passed by the last bit of a sum.
    round(CAST(sum(done_share - due_share) AS DOUBLE), 9) AS numerator,
    CAST(count(*) AS DOUBLE) AS denominator,
    round(numerator / denominator, 9) AS value
FROM shared
GROUP BY dimension, member, "at"
ORDER BY dimension, member, period
