/*
code     = "R47"
title    = "透析频次过高"
question = "同一参保人任意连续 7 天内的血液透析次数，是否多于 5 次？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第二项：过度诊疗，提供其他不必要的医药服务",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第三项：虚构医药服务项目",
    "每周最多 5 次是已公布的地方口径，不是全国规定",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一名参保人的一周（人员编号|该周首日）"
tables   = ["fee_list_d", "setl_d", "kb_item"]
optional = ["setl_d", "kb_item"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg",
]
limits   = """
透析项目：知识点中 R47、限定类型“透析”的清单；没有装入的用默认清单（血液透析、血液滤过、血液透析滤过），灌流不算。
各机构、门诊和住院合并计次。滚动 7 天多于 5 次命中，每个自然周（周一起）只记一条，取次数最多的那 7 天。
只计超出 5 次的次数，按这 7 天的均价折算；连续超频跨周时，后一周只计落在本周的次数。
急性肾损伤等住院每日透析会被命中，须核病历；住院费用按汇总日期入账的也会误报。
"""
reviewed = 2025-11-21

[params.window_days]
default = 7
unit    = "天"
label   = "连续计次的天数"
source  = "公"

[params.max_sessions]
default = 5
unit    = "次"
label   = "最多次数（多于此数才命中）"
source  = "公"
*/
WITH session AS (
    SELECT
        s.*,
        -- Day 0 was a Monday: weeks of seven days begin on Mondays.
        date_diff('day', DATE '1900-01-01', s.fee_date) AS day_no
    FROM dialysis_session AS s
),

session_day AS (
    SELECT
        psn_no,
        day_no,
        CAST(sum(cnt) AS DOUBLE) AS sessions
    FROM session
    GROUP BY psn_no, day_no
),

rolling AS (
    SELECT
        *,
        day_no // $window_days AS week_no,
        sum(sessions) OVER (
            PARTITION BY psn_no ORDER BY day_no
            RANGE BETWEEN $window_days - 1 PRECEDING AND CURRENT ROW
        ) AS in_window
    FROM session_day
),

crowded AS (
    SELECT
        *,
        sum(sessions) OVER (PARTITION BY psn_no, week_no) AS in_week
    FROM rolling
    WHERE in_window > $max_sessions
),

-- Windows slide over each other: of a week's, the fullest speaks for all.
fullest AS (
    SELECT
        *,
        -- What the week before answers for already is not counted again.
        least(in_window - $max_sessions, in_week) AS excess
    FROM crowded
    QUALIFY row_number() OVER (PARTITION BY psn_no, week_no ORDER BY in_window DESC, day_no DESC) = 1
),

line AS (
    SELECT
        w.psn_no,
        w.week_no,
        w.in_window,
        w.excess,
        s.fixmedins_code,
        s.fee_date,
        s.bkkp_sn,
        s.det_item_fee_sumamt,
        s.fund_amt,
        row_number() OVER (
            PARTITION BY w.psn_no, w.week_no ORDER BY s.fee_ocur_time DESC, s.bkkp_sn DESC
        ) AS place
    FROM fullest AS w
    INNER JOIN session AS s
        ON s.psn_no = w.psn_no AND w.day_no - s.day_no BETWEEN 0 AND $window_days - 1
)

SELECT
    psn_no || '|' || CAST(
        DATE '1900-01-01' + CAST(week_no * $window_days AS INTEGER) AS VARCHAR
    ) AS subject_id,
    psn_no,
    min(CASE WHEN place = 1 THEN fixmedins_code END) AS fixmedins_code,
    max(fee_date) AS event_date,
    CAST(
        round(CAST(sum(det_item_fee_sumamt) AS DOUBLE) * excess / nullif(in_window, 0), 2)
        AS DECIMAL(18, 2)
    ) AS total_amount,
    CAST(round(sum(fund_amt) * excess / nullif(in_window, 0), 2) AS DECIMAL(18, 2)) AS fund_amount,
    in_window AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY psn_no, week_no, in_window, excess
