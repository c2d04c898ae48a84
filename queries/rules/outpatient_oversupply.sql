/*
code     = "R23"
title    = "门诊超量开药"
question = "同一参保人门诊、购药取得的同一种药，减去已经过的天数，手中的药量是否超过允许的天数？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第二项：分解处方、超量开药、重复开药",
    "《处方管理办法》（卫生部令第53号）第十九条：处方用量",
    "《长期处方管理规范（试行）》（国卫办医发〔2021〕17号）：长期处方最长不超过12周；允许天数为本产品默认值",
]
class    = "疑"
stage    = ["事前", "事中", "事后"]
subject  = "一名参保人一种药一天的开药（人员编号|项目编码|日期）"
tables   = ["fee_list_d", "setl_d"]
optional = ["setl_d"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fee_ocur_time", "fee_list_d.cnt", "fee_list_d.med_type",
    "fee_list_d.prd_days", "fee_list_d.hilist_code|med_list_codg",
]
limits   = """
手中药量 = 90 天（含当日）内同一编码的周期天数合计 − 首次开药以来经过的天数；各机构合并计算，疑点记在当日的机构。
窗内有一次是门慢特、门诊两病的按长处方的允许天数。只计比此前新超出的天数，不多于当日开药的天数，按当日均价折算金额。
没有周期天数的明细不查；退了一部分的药仍按原天数计；同一种药不同厂家、规格编码不同，合在一起才超量的查不到。
外出、节假日前提前取药会被命中。
"""
reviewed = 2025-11-21
back     = ["window_days", "window_days"]

[params.window_days]
default = 90
unit    = "天"
label   = "合计药量的窗口"
source  = "默"

[params.allowed_days]
default = 30
unit    = "天"
label   = "手中允许的药量"
source  = "默"

[params.long_allowed_days]
default = 84
unit    = "天"
label   = "长处方病种手中允许的药量"
source  = "默"

[params.long_med_types]
default = ["14", "9903"]
unit    = "医疗类别编码的前二、四或六位"
label   = "可开长处方的医疗类别"
source  = "默"
*/
WITH line AS (
    SELECT
        f.psn_no,
        f.fixmedins_code,
        f.item_code,
        f.fee_date,
        f.prd_days,
        f.det_item_fee_sumamt,
        f.fund_amt,
        date_diff('day', DATE '2000-01-01', f.fee_date) AS day_no,
        CASE
            WHEN
                list_contains($long_med_types, left(f.med_type, 2))
                OR list_contains($long_med_types, left(f.med_type, 4))
                OR list_contains($long_med_types, left(f.med_type, 6))
                THEN $long_allowed_days
            ELSE $allowed_days
        END AS allowed_days
    FROM net_fee AS f
    WHERE
        f.prd_days > 0
        AND coalesce(left(f.list_type, 1), '1') = '1'
        AND (
            left(f.med_type, 2)
            IN ('11', '12', '13', '14', '15', '16', '19', '41', '51', '81', '91', '93')
            OR left(f.med_type, 4) IN ('5301', '9906', '9933')
            OR f.med_type = '9903'
        )
),

-- Nearly all are out at once: all they got in these months is no more than they may hold.
doubtful AS (
    SELECT
        psn_no,
        item_code
    FROM line
    GROUP BY psn_no, item_code
    HAVING sum(prd_days) > min(allowed_days)
),

supply AS (
    SELECT
        n.psn_no,
        n.item_code,
        n.fee_date,
        n.day_no,
        min(n.fixmedins_code) AS fixmedins_code,
        sum(n.prd_days) AS days,
        CAST(sum(n.det_item_fee_sumamt) AS DOUBLE) AS total_amt,
        sum(n.fund_amt) AS fund_amt,
        max(n.allowed_days) AS allowed_days
    FROM line AS n
    INNER JOIN doubtful AS d ON d.psn_no = n.psn_no AND d.item_code = n.item_code
    GROUP BY n.psn_no, n.item_code, n.fee_date, n.day_no
),

held AS (
    SELECT
        *,
        sum(days) OVER (
            PARTITION BY psn_no, item_code
            ORDER BY day_no RANGE BETWEEN $window_days - 1 PRECEDING AND CURRENT ROW
        ) - day_no + min(day_no) OVER (
            PARTITION BY psn_no, item_code
            ORDER BY day_no RANGE BETWEEN $window_days - 1 PRECEDING AND CURRENT ROW
        ) AS held_days,
        max(allowed_days) OVER (
            PARTITION BY psn_no, item_code
            ORDER BY day_no RANGE BETWEEN $window_days - 1 PRECEDING AND CURRENT ROW
        ) AS limit_days
    FROM supply
),

risen AS (
    SELECT
        *,
        -- What was too much before is not counted again.
        held_days - limit_days - greatest(
            0,
            max(held_days - limit_days) OVER (
                PARTITION BY psn_no, item_code
                ORDER BY day_no RANGE BETWEEN $window_days - 1 PRECEDING AND 1 PRECEDING
            )
        ) AS new_days
    FROM held
),

beyond AS (
    SELECT
        *,
        least(days, new_days) AS excess_days
    FROM risen
    WHERE new_days > 0
),

-- The lines are read again for their numbers: carried along from the first, these would be most of
-- what is held in memory.
proof AS (
    SELECT
        b.*,
        f.bkkp_sn,
        row_number() OVER (
            PARTITION BY b.psn_no, b.item_code, b.fee_date ORDER BY f.fee_date DESC, f.bkkp_sn ASC
        ) AS place
    FROM beyond AS b
    INNER JOIN net_fee AS f
        ON
            f.psn_no = b.psn_no
            AND f.item_code = b.item_code
            AND date_diff('day', f.fee_date, b.fee_date) BETWEEN 0 AND $window_days - 1
    WHERE
        f.psn_no IN (SELECT o.psn_no FROM beyond AS o)
        AND f.prd_days > 0
        AND coalesce(left(f.list_type, 1), '1') = '1'
        AND (
            left(f.med_type, 2)
            IN ('11', '12', '13', '14', '15', '16', '19', '41', '51', '81', '91', '93')
            OR left(f.med_type, 4) IN ('5301', '9906', '9933')
            OR f.med_type = '9903'
        )
)

SELECT
    psn_no || '|' || item_code || '|' || CAST(fee_date AS VARCHAR) AS subject_id,
    psn_no,
    fixmedins_code,
    fee_date AS event_date,
    CAST(round(total_amt * excess_days / nullif(days, 0), 2) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(fund_amt * excess_days / nullif(days, 0), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(held_days AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM proof
GROUP BY
    psn_no, item_code, fixmedins_code, fee_date, total_amt, fund_amt, excess_days, days, held_days
