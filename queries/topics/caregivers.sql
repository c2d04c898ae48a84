/*
title    = "各护理员（近 12 个月）"
question = "哪些护理员时间重叠、一天服务过长？"
tables   = ["mart_caregiver_month", "mart_staff"]
note     = """
截至日期前已过完的 12 个月；重叠是开始时上一次服务（任何机构、任何受护人）还没有结束的次数，
最忙一天是一天内各次服务时长之和的最大值。点一行看护理员画像。"""

[columns]
kind           = "人员类别"
staff_key      = "人员代号"
staff_name     = "护理员"
fixmedins_name = "机构"
visits         = "工单（张）"
persons        = "最多一月受护人（人）"
hours_day      = "日均服务（小时）"
busiest_hours  = "最忙一天（小时）"
overlap_visits = "时间重叠（次）"
fund_amount    = "基金（元）"
*/

WITH summed AS (
    SELECT
        fixmedins_code || '|' || caregiver_code AS member,
        sum(visits) AS visits,
        max(persons) AS persons,
        sum(days) AS days,
        sum(mins) AS mins,
        max(busiest_mins) AS busiest_mins,
        sum(overlap_visits) AS overlap_visits,
        sum(fund_yuan) AS fund_yuan
    FROM mart_caregiver_month
    WHERE
        ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
        AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
    GROUP BY fixmedins_code, caregiver_code
)

SELECT
    w.kind,
    w.staff_key,
    w.staff_name,
    w.fixmedins_name,
    CAST(s.visits AS BIGINT) AS visits,
    s.persons,
    CAST(s.mins AS DOUBLE) / 60 / nullif(CAST(s.days AS DOUBLE), 0) AS hours_day,
    CAST(s.busiest_mins AS DOUBLE) / 60 AS busiest_hours,
    CAST(s.overlap_visits AS BIGINT) AS overlap_visits,
    s.fund_yuan AS fund_amount
FROM summed AS s
INNER JOIN mart_staff AS w ON w.kind = 'caregiver' AND w.member = s.member
ORDER BY overlap_visits DESC, busiest_hours DESC NULLS LAST, w.staff_key ASC
LIMIT 200
