/*
title    = "各护理、评估机构（近 12 个月）"
question = "哪家护理机构异常、补录的工单多，哪家机构疑点多？"
tables   = ["mart_care_month", "mart_caregiver_month", "mart_lead", "ltc_medins_b"]
note     = """
截至日期前已过完的 12 个月；一次上门是一张工单，异常、补录的口径见指标 F33、F33b。护理员、时长、重叠只计写明护理员的工单；
重叠是开始时护理员上一次服务还没有结束。疑点是规则 R72–R77c 在列的条数，到截至日期；没有工单而有疑点的多为评估机构。"""

[columns]
fixmedins_name = "机构"
visits         = "工单（张）"
abnormal_rate  = "异常工单率"
unsigned_rate  = "补录工单率"
caregivers     = "护理员（人）"
mins_visit     = "次均时长（分钟）"
overlap_visits = "时间重叠（次）"
fund_yuan      = "基金（元）"
leads          = "疑点（条）"
*/

WITH org AS (
    SELECT
        ltc_medins_code,
        min(ltc_medins_name) AS ltc_medins_name
    FROM ltc_medins_b
    WHERE coalesce(vali_flag, '1') = '1'
    GROUP BY ltc_medins_code
),

visited AS (
    SELECT
        coalesce(fixmedins_code, '未注明') AS fixmedins_name,
        max(denominator) AS visits,
        sum(numerator) FILTER (WHERE measure = 'care_abnormal')
        / sum(denominator) FILTER (WHERE measure = 'care_abnormal') AS abnormal_rate,
        sum(numerator) FILTER (WHERE measure = 'care_unsigned')
        / sum(denominator) FILTER (WHERE measure = 'care_unsigned') AS unsigned_rate
    FROM (
        SELECT
            measure,
            fixmedins_code,
            CAST(sum(numerator) AS DOUBLE) AS numerator,
            CAST(sum(denominator) AS DOUBLE) AS denominator
        FROM mart_care_month
        WHERE
            ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
            AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
        GROUP BY measure, fixmedins_code
    )
    GROUP BY coalesce(fixmedins_code, '未注明')
),

cared AS (
    SELECT
        coalesce(org.ltc_medins_name, c.fixmedins_code) AS fixmedins_name,
        count(DISTINCT c.caregiver_code) AS caregivers,
        CAST(sum(c.mins) AS DOUBLE) / nullif(CAST(sum(c.timed_visits) AS DOUBLE), 0) AS mins_visit,
        CAST(sum(c.overlap_visits) AS BIGINT) AS overlap_visits,
        sum(c.fund_yuan) AS fund_yuan
    FROM mart_caregiver_month AS c
    LEFT JOIN org ON org.ltc_medins_code = c.fixmedins_code
    WHERE
        c.ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
        AND c.ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
    GROUP BY coalesce(org.ltc_medins_name, c.fixmedins_code)
),

led AS (
    SELECT
        coalesce(org.ltc_medins_name, l.fixmedins_code, '未注明') AS fixmedins_name,
        count(*) AS leads
    FROM mart_lead AS l
    LEFT JOIN org ON org.ltc_medins_code = l.fixmedins_code
    WHERE
        l.code IN ('R72', 'R73', 'R74', 'R75', 'R76', 'R77', 'R77b', 'R77c')
        AND (l.event_date IS NULL OR l.event_date <= $as_of)
    GROUP BY coalesce(org.ltc_medins_name, l.fixmedins_code, '未注明')
)

SELECT
    fixmedins_name,
    CAST(v.visits AS BIGINT) AS visits,
    v.abnormal_rate,
    v.unsigned_rate,
    c.caregivers,
    c.mins_visit,
    c.overlap_visits,
    c.fund_yuan,
    coalesce(l.leads, 0) AS leads
FROM visited AS v
FULL JOIN cared AS c USING (fixmedins_name)
FULL JOIN led AS l USING (fixmedins_name)
ORDER BY leads DESC, visits DESC NULLS LAST, fixmedins_name ASC
