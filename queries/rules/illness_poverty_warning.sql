/*
code     = "R90"
title    = "因病致贫预警触发"
question = "参保人连续 12 个月内经三重保障后的政策范围内自付，是否达到当地的因病致贫预警线？"
basis    = [
    "《国务院办公厅关于健全重特大疾病医疗保险和救助制度的意见》（国办发〔2021〕42号）：强化高额医疗费用支出预警监测",
    "预警线为公开的一地做法（西安2025），须换成本省、本地标准",
]
class    = "警"
stage    = ["事后"]
subject  = "一名参保人一年（人员编号|年份）"
tables   = ["setl_d", "maf_pay_d", "maf_psn_idet_d", "psn_info_b"]
optional = ["maf_pay_d", "maf_psn_idet_d", "psn_info_b"]
columns  = ["setl_d.psn_no", "setl_d.inscp_amt", "setl_d.fund_pay_sumamt", "setl_d.setl_time|enddate"]
limits   = """
自付 = 符合范围金额 − 基金支付总额（含一站式救助）− 没有并入结算的医疗救助，按结算日期合计到当日为止的 365 天；药店购药不算。
当日有有效救助身份的用低收入人口的线，其余用一般人口的线；正好达到的算。每人每个公历年只记首次达到的一天。
测得值和涉及总额是当日的累计自付；这是个人的钱，基金部分为空。
互助、商保、慈善的赔付没有扣，目录外费用没有算；只看医疗负担，不看家庭收入；已死亡的没有剔除。
"""
reviewed = 2025-11-21
back     = ["window_days", 366]

[params.window_days]
default = 365
unit    = "天"
label   = "累计自付的天数"
source  = "公"

[params.low_income_limit]
default = 10000
unit    = "元"
label   = "低收入人口的预警线"
source  = "公"

[params.general_limit]
default = 26000
unit    = "元"
label   = "一般人口的预警线"
source  = "公"
*/
WITH paid AS (
    SELECT
        s.psn_no,
        s.setl_date AS on_date,
        s.setl_id,
        CAST(NULL AS VARCHAR) AS maf_pay_id,
        s.maf_pay,
        s.inscp_amt - s.fund_pay_sumamt AS amount
    FROM net_setl AS s
    WHERE coalesce(s.med_type NOT LIKE '41%' AND s.med_type NOT LIKE '93%', TRUE)
    UNION ALL
    -- A list of payments by hand may name no bill.
    SELECT
        p.psn_no,
        p.serv_date AS on_date,
        CAST(NULL AS VARCHAR) AS setl_id,
        p.maf_pay_id,
        CAST(NULL AS DECIMAL(16, 2)) AS maf_pay,
        -p.maf_pay AS amount
    FROM net_maf_pay AS p
    WHERE p.setl_id IS NULL AND coalesce(p.pay_way, '2') <> '1'
),

-- Nearly everybody is out at once: what one paid in all is less than the limit.
burdened AS (
    SELECT psn_no
    FROM paid
    GROUP BY psn_no
    HAVING
        sum(CASE WHEN amount > 0 THEN amount END) >= least($low_income_limit, $general_limit)
        AND (
            sum(CASE WHEN amount > 0 THEN amount END) >= $general_limit
            OR psn_no IN (SELECT i.psn_no FROM aid_person AS i)
        )
),

-- Assistance of a bill that the settlement itself does not show.
aided AS (
    SELECT
        p.setl_id,
        sum(p.maf_pay) AS maf_pay
    FROM net_maf_pay AS p
    WHERE p.setl_id IS NOT NULL
    GROUP BY p.setl_id
),

own AS (
    SELECT
        p.psn_no,
        p.on_date,
        p.setl_id,
        p.maf_pay_id,
        p.amount - greatest(coalesce(a.maf_pay - coalesce(p.maf_pay, 0), 0), 0) AS amount
    FROM paid AS p
    LEFT JOIN aided AS a ON a.setl_id = p.setl_id
    WHERE p.psn_no IN (SELECT b.psn_no FROM burdened AS b)
),

day AS (
    SELECT
        psn_no,
        on_date,
        date_diff('day', DATE '2000-01-01', on_date) AS day_no,
        sum(amount) AS amount
    FROM own
    GROUP BY psn_no, on_date
),

rolling AS (
    SELECT
        psn_no,
        on_date,
        sum(amount) OVER (
            PARTITION BY psn_no ORDER BY day_no
            RANGE BETWEEN $window_days - 1 PRECEDING AND CURRENT ROW
        ) AS burden
    FROM day
),

reached AS (
    SELECT
        r.psn_no,
        r.on_date,
        CAST(r.burden AS DECIMAL(18, 2)) AS burden,
        min(i.idet_rcd_id) AS idet_rcd_id
    FROM rolling AS r
    LEFT JOIN aid_person AS i
        ON
            i.psn_no = r.psn_no
            AND r.on_date BETWEEN coalesce(i.begn_date, r.on_date)
            AND coalesce(i.end_date, r.on_date)
    WHERE r.burden >= least($low_income_limit, $general_limit)
    GROUP BY r.psn_no, r.on_date, r.burden
    HAVING
        r.burden
        >= CASE WHEN min(i.idet_rcd_id) IS NULL THEN $general_limit ELSE $low_income_limit END
),

first_day AS (
    SELECT *
    FROM reached
    QUALIFY row_number() OVER (PARTITION BY psn_no, year(on_date) ORDER BY on_date) = 1
),

line AS (
    SELECT
        f.*,
        coalesce('setl_d:' || o.setl_id, 'maf_pay_d:' || o.maf_pay_id) AS proof,
        row_number() OVER (
            PARTITION BY f.psn_no, f.on_date
            ORDER BY o.amount DESC NULLS LAST, o.setl_id ASC, o.maf_pay_id ASC
        ) AS place
    FROM first_day AS f
    INNER JOIN own AS o
        ON
            o.psn_no = f.psn_no
            AND date_diff('day', o.on_date, f.on_date) BETWEEN 0 AND $window_days - 1
)

SELECT
    psn_no || '|' || CAST(year(on_date) AS VARCHAR) AS subject_id,
    psn_no,
    CAST(NULL AS VARCHAR) AS fixmedins_code,
    on_date AS event_date,
    burden AS total_amount,
    CAST(NULL AS DECIMAL(18, 2)) AS fund_amount,
    CAST(burden AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 49 THEN proof END, ';' ORDER BY place)
    || coalesce(';maf_psn_idet_d:' || idet_rcd_id, '') AS evidence
FROM line
GROUP BY psn_no, on_date, burden, idet_rcd_id
