/*
title    = "护理员各月服务"
question = "这名护理员每月服务多少次、多少人，每天多少小时，有没有时间重叠？"
tables   = ["mart_caregiver_month"]
note     = "时间重叠：开始时上一次服务还没有结束。一天超过 24 小时是不可能的，超过 12 小时须核查。"

[columns]
ym            = "月份"
visits        = "服务（次）"
persons       = "受护人（人）"
days          = "有服务的天数"
hours_per_day = "日均时长（小时）"
busiest_hours = "最忙一天（小时）"
overlap_visits = "时间重叠（次）"
fee_yuan      = "费用（元）"
fund_yuan     = "其中基金（元）"

[params.member]
label = "机构编号|护理员编码"
*/

SELECT
    ym,
    visits,
    persons,
    days,
    CAST(mins AS DOUBLE) / 60 / nullif(days, 0) AS hours_per_day,
    CAST(busiest_mins AS DOUBLE) / 60 AS busiest_hours,
    overlap_visits,
    fee_yuan,
    fund_yuan
FROM mart_caregiver_month
WHERE
    fixmedins_code || '|' || caregiver_code = $member
    AND ym <= strftime(CAST($as_of AS DATE), '%Y%m')
ORDER BY ym DESC
LIMIT 24
