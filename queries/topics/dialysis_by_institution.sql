/*
title    = "各机构的血透（近 12 个月）"
question = "各机构透析多少次、多少人，机台够不够？"
tables   = ["mart_dialysis_month", "institution", "mart_lead"]
note     = """
截至日期前已过完的 12 个月。人月均次数 = 次数 ÷ 各月人数之和；最忙一天每台班次 = 最忙一天的次数 ÷ 血透机台数，
三班即 3。疑点是规则 R47–R54 在列的条数，到截至日期。点一行看机构画像。"""

[columns]
fixmedins_code = "机构编号"
fixmedins_name = "机构"
sessions       = "透析（次）"
persons        = "最多一月（人）"
per_person     = "人月均（次）"
machines       = "机台（台）"
shifts         = "最忙一天每台（班）"
fund_yuan      = "基金（元）"
leads          = "疑点（条）"
*/

WITH shown AS (
    SELECT
        fixmedins_code,
        sum(sessions) AS sessions,
        sum(persons) AS person_months,
        max(persons) AS persons,
        max(busiest) AS busiest,
        sum(fund_yuan) AS fund_yuan
    FROM mart_dialysis_month
    WHERE
        ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
        AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
    GROUP BY fixmedins_code
),

led AS (
    SELECT
        fixmedins_code,
        count(*) AS leads
    FROM mart_lead
    WHERE
        code IN ('R47', 'R48', 'R49', 'R50', 'R51', 'R52', 'R52b', 'R53', 'R54')
        AND (event_date IS NULL OR event_date <= $as_of)
    GROUP BY fixmedins_code
)

SELECT
    s.fixmedins_code,
    coalesce(i.fixmedins_name, s.fixmedins_code, '未注明') AS fixmedins_name,
    CAST(s.sessions AS BIGINT) AS sessions,
    s.persons,
    CAST(s.sessions AS DOUBLE) / nullif(CAST(s.person_months AS DOUBLE), 0) AS per_person,
    i.dialy_mach_cnt AS machines,
    CAST(s.busiest AS DOUBLE) / nullif(i.dialy_mach_cnt, 0) AS shifts,
    s.fund_yuan,
    coalesce(l.leads, 0) AS leads
FROM shown AS s
LEFT JOIN institution AS i ON i.fixmedins_code = s.fixmedins_code
LEFT JOIN led AS l ON l.fixmedins_code = s.fixmedins_code
ORDER BY s.sessions DESC, fixmedins_name ASC
