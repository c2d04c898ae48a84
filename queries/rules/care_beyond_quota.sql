/*
code     = "R74b"
title    = "护理服务超等级定额"
question = "一名受护人一周的居家护理时长，是否超过其失能等级的每周定额？"
basis    = [
    "《上海市长期护理保险试点办法》（沪府办规〔2021〕15号）：2–3 级每周 3 小时，4 级 5 小时，5–6 级 7 小时（参考，须核对本地文件）",
    "《关于扩大长期护理保险制度试点的指导意见》（医保发〔2020〕37号）",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一名受护人一周（人员编号|周一的日期）"
tables   = ["ltc_serv_d", "ltc_asmt_d", "setl_d"]
optional = ["setl_d"]
columns  = [
    "ltc_serv_d.psn_no", "ltc_serv_d.serv_begntime", "ltc_serv_d.serv_endtime|serv_mins",
    "ltc_asmt_d.psn_no", "ltc_asmt_d.ltc_disa_lv", "ltc_asmt_d.asmt_date|cncl_date",
]
limits   = """
定额取自上海六级制，本表是国家标准 0–5 级，对应取低一级：上海 2–3 级即 1–2 级（轻、中度），4 级即 3 级（重度Ⅰ），
5–6 级即 4–5 级（重度Ⅱ、Ⅲ）；各地不同，须按本地文件改。周从星期一起，一次服务计入开始的那周；周内换级的取较高的等级。
机构、全日照护按服务方式不计（方式代码各地不同）。没有评估、0 级的不判。
按一周的均价计超出的部分；两周之间调剂服务的会误报。
"""
reviewed = 2025-11-21

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
)

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
