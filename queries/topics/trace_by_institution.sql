/*
title    = "各机构的追溯码（近 12 个月）"
question = "哪家机构该扫的没有扫，哪家机构重复码多？"
tables   = ["mart_trace_month", "mart_institution", "mart_lead"]
note     = """
截至日期前已过完的 12 个月；上传率 = 有追溯码上传的药品明细 ÷ 药品明细，只计 2025-07-01 起。
一个码记在第一次使用的机构，重复记在第二次使用的机构；重复率 = 重复码 ÷ 使用过的码，万分之几。
疑点是规则 R55–R58b 在列的条数，到截至日期。点一行看机构画像。"""

[columns]
fixmedins_code = "机构编号"
fixmedins_name = "机构"
drug_lines     = "药品明细（行）"
missing_lines  = "未扫（行）"
upload_rate    = "上传率"
code_items     = "使用过的码（个）"
repeated_items = "重复码（个）"
repeat_per     = "重复率（‱）"
leads          = "疑点（条）"
fund_amount    = "疑点基金（元）"
*/

WITH counted AS (
    SELECT
        coalesce(fixmedins_code, '未注明') AS fixmedins_code,
        sum(numerator) FILTER (WHERE measure = 'trace_upload') AS scanned_lines,
        sum(denominator) FILTER (WHERE measure = 'trace_upload') AS drug_lines,
        sum(numerator) FILTER (WHERE measure = 'trace_repeat') AS repeated_items,
        sum(denominator) FILTER (WHERE measure = 'trace_repeat') AS code_items
    FROM mart_trace_month
    WHERE
        ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
        AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
    GROUP BY coalesce(fixmedins_code, '未注明')
),

led AS (
    SELECT
        coalesce(fixmedins_code, '未注明') AS fixmedins_code,
        count(*) AS leads,
        sum(fund_yuan) AS fund_yuan
    FROM mart_lead
    WHERE
        code IN ('R55', 'R56', 'R57', 'R58', 'R58b')
        AND (event_date IS NULL OR event_date <= $as_of)
    GROUP BY coalesce(fixmedins_code, '未注明')
)

SELECT
    fixmedins_code,
    coalesce(i.fixmedins_name, fixmedins_code) AS fixmedins_name,
    CAST(c.drug_lines AS BIGINT) AS drug_lines,
    CAST(c.drug_lines - c.scanned_lines AS BIGINT) AS missing_lines,
    CAST(c.scanned_lines AS DOUBLE) / nullif(CAST(c.drug_lines AS DOUBLE), 0) AS upload_rate,
    CAST(c.code_items AS BIGINT) AS code_items,
    CAST(c.repeated_items AS BIGINT) AS repeated_items,
    10000 * CAST(c.repeated_items AS DOUBLE) / nullif(CAST(c.code_items AS DOUBLE), 0)
        AS repeat_per,
    coalesce(l.leads, 0) AS leads,
    l.fund_yuan AS fund_amount
FROM counted AS c
FULL JOIN led AS l USING (fixmedins_code)
LEFT JOIN mart_institution AS i USING (fixmedins_code)
ORDER BY leads DESC, upload_rate ASC NULLS LAST, repeated_items DESC NULLS LAST, fixmedins_name ASC
