/*
code     = "R91"
title    = "因病致贫预警未处置"
question = "推送到镇街的因病致贫预警，是否逾期没有核查结果，或者核实需要帮扶却迟迟没有帮扶？"
basis    = [
    "《国务院办公厅关于健全重特大疾病医疗保险和救助制度的意见》（国办发〔2021〕42号）：建立健全防范和化解因病致贫返贫长效机制",
    "《社会救助暂行办法》（国务院令第649号）第二条；核查、帮扶的期限为默认值，以当地预警机制为准",
]
class    = "违"
stage    = ["事后"]
subject  = "一次推送的预警（预警ID）"
tables   = ["warn"]
columns  = ["warn.push_date"]
limits   = """
核查：自推送次日起数工作日，期限内没有核查结果的命中，到截至日已补上的也命中；核查结果没写日期的按已按期核查。
帮扶：核查结果是“需帮扶”（写法可在参数里加）、核查后 30 个自然日内没有帮扶日期的命中，迟帮扶的也命中。
两样都有的只记一条，按帮扶。不含金额。帮扶只看预警表的帮扶日期，没有回填的会被命中。
"""
reviewed = 2025-11-21

[params.check_workdays]
default = 10
unit    = "工作日"
label   = "推送后应有核查结果的工作日"
source  = "默"

[params.aid_days]
default = 30
unit    = "天"
label   = "核实需帮扶后应帮扶的天数"
source  = "默"

[params.help_results]
default = ["需帮扶"]
unit    = "核查结果的写法"
label   = "核实需要帮扶的核查结果"
source  = "默"
*/
WITH help_result AS (SELECT unnest($help_results) AS word),

pushed AS (
    SELECT
        w.warn_id,
        w.psn_no,
        w.push_date,
        coalesce(w.chk_date, w.push_date) AS checked_date,
        -- A date of checking without a result is no result.
        CASE
            WHEN w.chk_rslt IS NULL THEN CAST($as_of AS DATE)
            ELSE coalesce(w.chk_date, w.push_date)
        END AS answered_date,
        CASE
            WHEN w.chk_rslt IN (SELECT h.word FROM help_result AS h)
                THEN date_diff(
                    'day', coalesce(w.chk_date, w.push_date), coalesce(w.aid_date, $as_of)
                )
        END AS days_to_aid
    FROM warn AS w
    WHERE coalesce(w.vali_flag, '1') = '1'
),

counted AS (
    SELECT
        p.*,
        answered.workday_no - began.workday_no AS workdays_to_check,
        p.days_to_aid > $aid_days AS is_unaided
    FROM pushed AS p
    INNER JOIN cal_day AS began ON began.day = p.push_date
    INNER JOIN cal_day AS answered ON answered.day = p.answered_date
)

SELECT
    warn_id AS subject_id,
    psn_no,
    CAST(NULL AS VARCHAR) AS fixmedins_code,
    CASE WHEN is_unaided THEN checked_date ELSE push_date END AS event_date,
    CAST(NULL AS DECIMAL(18, 2)) AS total_amount,
    CAST(NULL AS DECIMAL(18, 2)) AS fund_amount,
    CAST(CASE WHEN is_unaided THEN days_to_aid ELSE workdays_to_check END AS DOUBLE)
        AS measured_value,
    'warn:' || warn_id AS evidence
FROM counted
WHERE is_unaided OR workdays_to_check > $check_workdays
