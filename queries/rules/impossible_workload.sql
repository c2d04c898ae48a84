/*
code     = "R37"
title    = "医师不可能的工作量"
question = "一名医师一天的门诊人次或收费项目的标准时间，是否超出一个人能做到的？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项：诱导、协助他人冒名或者虚假就医、购药",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第三项：虚构医药服务项目",
]
class    = "疑"
stage    = ["事后"]
subject  = "一名医师的一天（医师代码|日期）"
tables   = ["fee_list_d", "setl_d", "kb_item"]
optional = ["setl_d", "kb_item"]
columns  = [
    "fee_list_d.bilg_dr_code", "fee_list_d.fee_ocur_time", "fee_list_d.psn_no", "fee_list_d.cnt",
    "fee_list_d.med_type|kb_item.max_cnt",
]
limits   = """
人次 = 当日开单的不同门诊参保人数；须多于 150，并多于当月全部医师日的第 99.5 百分位（当月不足 200 个医师日的只看 150）。
标准时间没有国家表：本地清单（kb_item，规则编号 R37，计数单位“分钟”，最多数量 = 每项分钟数）有的项目才累计，
超过 12 小时命中，超过 24 小时即不可能。两项都超的，比较值是小时数；只超人次的是人次。计该医师当日全部费用。
开单医师为空、“未知”“测试”等或全是 0、9 的不查。同一代码几人共用、团体体检、发药窗口代开会误报。
"""
reviewed = 2025-11-21
unit     = "月"
back     = []

[params.max_visits]
default = 150
unit    = "人次"
label   = "一天门诊人次（多于此数才命中）"
source  = "默"

[params.usual_share]
default = 0.995
unit    = "比例"
label   = "当月全部医师日的百分位"
source  = "默"

[params.min_days]
default = 200
unit    = "医师日"
label   = "当月使用百分位所需的最少医师日数"
source  = "默"

[params.max_hours]
default = 12
unit    = "小时"
label   = "一天项目标准时间合计（超过才命中）"
source  = "默"

[params.unknown_names]
default = ["未知", "不详", "测试", "管理员", "默认"]
unit    = "代码或姓名中的词"
label   = "不是医师本人的代码"
source  = "默"
*/
WITH unknown_name AS (SELECT unnest($unknown_names) AS word),

standard_time AS (
    SELECT
        k.item_code,
        max(CAST(k.max_cnt AS DOUBLE)) AS item_minutes
    FROM item_point AS k
    WHERE
        k.rule_code = 'R37'
        AND k.cnt_unit = '分钟'
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
    GROUP BY k.item_code
),

dr_day AS (
    SELECT
        f.bilg_dr_code,
        f.fee_date,
        min(f.bilg_dr_name) AS dr_name,
        count(*) FILTER (
            WHERE left(f.med_type, 2) IN ('11', '12', '13', '14', '15', '16', '51', '81', '91')
        ) AS outpatient_lines,
        round(sum(CAST(f.cnt AS DOUBLE) * t.item_minutes) / 60, 2) AS hours
    FROM net_fee AS f
    LEFT JOIN standard_time AS t ON t.item_code = f.item_code
    -- Unknown physicians are often a row of zeros or nines.
    WHERE replace(replace(f.bilg_dr_code, '0', ''), '9', '') <> ''
    GROUP BY f.bilg_dr_code, f.fee_date
),

known AS (
    SELECT
        *,
        date_trunc('month', fee_date) AS fee_month,
        count(*) OVER (PARTITION BY date_trunc('month', fee_date)) AS days
    FROM dr_day AS d
    WHERE
        NOT EXISTS (
            SELECT 1 FROM unknown_name AS u
            WHERE d.bilg_dr_code LIKE '%' || u.word || '%' OR d.dr_name LIKE '%' || u.word || '%'
        )
),

-- Every visit has a line: the persons of a day with few lines need not be counted.
busy_line AS (
    SELECT
        k.bilg_dr_code,
        k.fee_date,
        k.fee_month,
        k.hours,
        k.days,
        CASE
            WHEN left(f.med_type, 2) IN ('11', '12', '13', '14', '15', '16', '51', '81', '91')
                THEN f.psn_no
        END AS visitor,
        f.bkkp_sn,
        f.fixmedins_code,
        f.det_item_fee_sumamt,
        f.fund_amt
    FROM known AS k
    INNER JOIN net_fee AS f ON f.bilg_dr_code = k.bilg_dr_code AND f.fee_date = k.fee_date
    WHERE k.outpatient_lines > $max_visits OR k.hours > $max_hours
),

crowd AS (
    SELECT
        bilg_dr_code,
        fee_date,
        fee_month,
        min(hours) AS hours,
        min(days) AS days,
        count(DISTINCT visitor) AS visits
    FROM busy_line
    GROUP BY bilg_dr_code, fee_date, fee_month
),

impossible AS (
    SELECT *
    FROM crowd
    QUALIFY
        hours > $max_hours
        OR (
            visits > $max_visits
            AND (
                days < $min_days
                OR days - count(*) OVER (PARTITION BY fee_month ORDER BY visits DESC)
                >= round($usual_share * days, 6)
            )
        )
),

line AS (
    SELECT
        i.*,
        b.bkkp_sn,
        b.fixmedins_code,
        b.det_item_fee_sumamt,
        b.fund_amt,
        row_number() OVER (PARTITION BY i.bilg_dr_code, i.fee_date ORDER BY b.bkkp_sn) AS place
    FROM impossible AS i
    INNER JOIN busy_line AS b ON b.bilg_dr_code = i.bilg_dr_code AND b.fee_date = i.fee_date
)

SELECT
    bilg_dr_code || '|' || CAST(fee_date AS VARCHAR) AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    CASE WHEN min(fixmedins_code) = max(fixmedins_code) THEN min(fixmedins_code) END
        AS fixmedins_code,
    fee_date AS event_date,
    CAST(sum(det_item_fee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(CASE WHEN hours > $max_hours THEN hours ELSE visits END AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY bilg_dr_code, fee_date, hours, visits
