/*
code     = "R74"
title    = "护理服务时长不足或超等级定额"
question = "一次护理服务是否不到计划时长的九成，或者一名受护人一周的居家护理是否超过其失能等级的定额？"
basis    = [
    "《长期护理保险护理服务机构定点管理办法（试行）》（医保办发〔2024〕21号，文号须核对）；九成是默认阈值",
    "《上海市长期护理保险试点办法》（沪府办规〔2021〕15号）：2–3 级每周 3 小时，4 级 5 小时，5–6 级 7 小时（参考，须核对本地文件）",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "不足：一次护理服务（服务记录ID）；超定额：一名受护人一周（人员编号|周一的日期）"
tables   = ["ltc_serv_d", "ltc_asmt_d", "setl_d"]
optional = ["ltc_asmt_d", "setl_d"]
columns  = [
    "ltc_serv_d.serv_begntime", "ltc_serv_d.serv_endtime|serv_mins",
    "ltc_serv_d.plan_mins|ltc_asmt_d.ltc_disa_lv",
]
limits   = """
不足：实际时长（起止时间，没有结束时间的用上报时长）÷ 计划时长，数值是这个比例，少于 0.9 命中，计没有做满的部分。
一次服务有几个项目的，计划时长取最长的一个，不加总，会漏；没有计划时长的不查；受护人中途终止的会误报。
超定额：数值是一周的小时数，计超出的部分，按一周的均价折算。定额取自上海六级制，本表是国家标准 0–5 级，对应取低一级：
上海 2–3 级即 1–2 级（轻、中度），4 级即 3 级（重度Ⅰ），5–6 级即 4–5 级（重度Ⅱ、Ⅲ）；各地不同，须按本地文件改。
周从星期一起，一次服务计入开始的那周；周内换级的取较高的等级；没有评估、0 级的不判。两周之间调剂服务的会误报。
机构、全日照护按服务方式不计定额（方式代码各地不同）。
"""
reviewed = 2025-11-21

[params.min_share]
default = 0.9
unit    = "比例"
label   = "实际时长占计划时长的最低比例"
source  = "默"

[params.hours_mild]
default = 3
unit    = "小时/周"
label   = "1–2 级（轻度、中度）的每周定额"
source  = "法*"

[params.hours_severe]
default = 5
unit    = "小时/周"
label   = "3 级（重度Ⅰ级）的每周定额"
source  = "法*"

[params.hours_severest]
default = 7
unit    = "小时/周"
label   = "4–5 级（重度Ⅱ、Ⅲ级）的每周定额"
source  = "法*"

[params.exempt_ways]
default = ["31", "33", "34", "990302", "990403", "机构", "社区", "养老机构", "医疗机构", "日间照料"]
unit    = "服务方式"
label   = "不受每周定额限制的服务方式"
source  = "默"
*/
WITH visit AS (
    SELECT
        v.*,
        CAST(date_trunc('week', v.visit_date) AS DATE) AS week_date
    FROM care_visit AS v
    WHERE
        v.mins > 0
        AND NOT list_contains($exempt_ways, coalesce(v.ltc_serv_way, ''))
),

week AS (
    SELECT
        psn_no,
        week_date,
        min(ltc_medins_code) AS ltc_medins_code,
        min(visit_date) AS first_date,
        max(visit_date) AS last_date,
        sum(mins) / 60 AS hours,
        sum(total_amt) AS total_amt,
        sum(fund_amt) AS fund_amt
    FROM visit
    GROUP BY psn_no, week_date
    -- Less than any quota is enough for nobody to look at the level.
    HAVING sum(mins) / 60 > least($hours_mild, $hours_severe, $hours_severest)
),

graded AS (
    SELECT
        w.*,
        l.ltc_asmt_id,
        CASE
            WHEN l.care_lv BETWEEN 1 AND 2 THEN $hours_mild
            WHEN l.care_lv = 3 THEN $hours_severe
            WHEN l.care_lv BETWEEN 4 AND 5 THEN $hours_severest
        END AS quota
    FROM week AS w
    INNER JOIN care_level AS l
        ON
            l.psn_no = w.psn_no
            AND l.from_date <= w.last_date
            AND coalesce(l.next_from > w.first_date, TRUE)
    QUALIFY row_number() OVER (
        PARTITION BY w.psn_no, w.week_date ORDER BY l.care_lv DESC, l.ltc_asmt_id ASC
    ) = 1
),

line AS (
    SELECT
        g.*,
        v.visit_id,
        row_number() OVER (
            PARTITION BY g.psn_no, g.week_date ORDER BY v.begn_min DESC, v.visit_id ASC
        ) AS place
    FROM graded AS g
    INNER JOIN visit AS v ON v.psn_no = g.psn_no AND v.week_date = g.week_date
    WHERE g.hours > g.quota
),

short AS (
    SELECT
        v.*,
        v.mins / nullif(CAST(v.plan_mins AS DOUBLE), 0) AS share
    FROM care_visit AS v
    WHERE v.mins / nullif(CAST(v.plan_mins AS DOUBLE), 0) < $min_share
)

SELECT
    visit_id AS subject_id,
    psn_no,
    ltc_medins_code AS fixmedins_code,
    visit_date AS event_date,
    CAST(round(total_amt * (1 - share), 2) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(fund_amt * (1 - share), 2) AS DECIMAL(18, 2)) AS fund_amount,
    share AS measured_value,
    'ltc_serv_d:' || visit_id AS evidence
FROM short
UNION ALL
SELECT
    psn_no || '|' || CAST(week_date AS VARCHAR) AS subject_id,
    psn_no,
    ltc_medins_code AS fixmedins_code,
    last_date AS event_date,
    CAST(round(total_amt * (hours - quota) / nullif(hours, 0), 2) AS DECIMAL(18, 2))
        AS total_amount,
    CAST(round(fund_amt * (hours - quota) / nullif(hours, 0), 2) AS DECIMAL(18, 2))
        AS fund_amount,
    CAST(hours AS DOUBLE) AS measured_value,
    'ltc_asmt_d:' || ltc_asmt_id || ';'
    || string_agg(CASE WHEN place <= 49 THEN 'ltc_serv_d:' || visit_id END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY
    psn_no, week_date, ltc_medins_code, last_date, total_amt, fund_amt, hours, quota, ltc_asmt_id
