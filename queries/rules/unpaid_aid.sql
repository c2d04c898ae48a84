/*
code     = "R84"
title    = "救助对象应享未享"
question = "救助对象就诊后政策范围内自付超过起付标准，是否到期仍没有得到医疗救助？"
basis    = [
    "《社会救助暂行办法》（国务院令第649号）第二十九条第二项：对保险支付后难以承担的自负费用给予补助",
    "《国务院办公厅关于健全重特大疾病医疗保险和救助制度的意见》（国办发〔2021〕42号）：夯实医疗救助托底保障",
]
class    = "违"
stage    = ["事后"]
subject  = "一次就诊（就诊ID）"
tables   = ["setl_d", "maf_psn_idet_d", "maf_pay_d", "maf_trt_std", "psn_info_b"]
optional = ["psn_info_b"]
columns  = [
    "setl_d.psn_no", "setl_d.inscp_amt", "setl_d.fund_pay_sumamt",
    "maf_psn_idet_d.psn_no|certno", "maf_psn_idet_d.psn_idet_type",
    "maf_trt_std.year", "maf_trt_std.psn_idet_type", "maf_trt_std.maf_dedc",
]
limits   = """
政策范围内自付 = 符合范围金额 − 基金支付总额，按次合计，门诊和住院都算，药店购药不算；就诊开始日身份有效。
结算后 30 天内（含当日）没有任何一站式或手工救助支付、且到截至日已满 30 天的命中，迟付的也命中。
涉及金额是超过起付标准的部分，基金部分按救助比例折算，没有扣年度限额。
当年没有该类对象救助标准的不查；同类有几个标准而名称对不上的，取起付最高、比例最低的。
"""
reviewed = 2025-11-21

[params.pay_days]
default = 30
unit    = "天"
label   = "结算后应支付救助的天数"
source  = "默"
*/
WITH visit AS (
    SELECT
        coalesce(s.mdtrt_id, s.setl_id) AS visit_id,
        s.setl_id,
        s.psn_no,
        s.fixmedins_code,
        s.setl_date,
        coalesce(s.begndate, s.enddate, s.setl_date) AS begn_date,
        s.inscp_amt - s.fund_pay_sumamt AS own_share,
        coalesce(s.maf_pay, 0) AS maf_pay
    FROM net_setl AS s
    WHERE
        s.psn_no IN (SELECT a.psn_no FROM aid_person AS a)
        AND coalesce(s.med_type NOT LIKE '41%' AND s.med_type NOT LIKE '93%', TRUE)
),

unaided AS (
    SELECT
        visit_id,
        min(psn_no) AS psn_no,
        min(fixmedins_code) AS fixmedins_code,
        min(begn_date) AS begn_date,
        max(setl_date) AS setl_date,
        sum(own_share) AS own_share
    FROM visit
    GROUP BY visit_id
    HAVING sum(maf_pay) = 0 AND date_diff('day', max(setl_date), $as_of) >= $pay_days
),

standard AS (
    SELECT
        u.*,
        i.idet_rcd_id,
        coalesce(
            max(t.maf_dedc) FILTER (WHERE t.idet_name_loc = i.idet_name_loc), max(t.maf_dedc)
        ) AS maf_dedc,
        coalesce(
            max(t.maf_prop) FILTER (WHERE t.idet_name_loc = i.idet_name_loc), min(t.maf_prop)
        ) AS maf_prop
    FROM unaided AS u
    INNER JOIN aid_person AS i
        ON
            i.psn_no = u.psn_no
            AND u.begn_date BETWEEN coalesce(i.begn_date, u.begn_date)
            AND coalesce(i.end_date, u.begn_date)
    INNER JOIN maf_trt_std AS t
        ON
            t.psn_idet_type = i.psn_idet_type
            AND t.year = CAST(year(u.begn_date) AS VARCHAR)
    GROUP BY ALL
),

due AS (
    SELECT *
    FROM standard AS v
    WHERE
        v.own_share > v.maf_dedc
        AND NOT EXISTS (
            SELECT 1 FROM net_maf_pay AS p
            WHERE
                coalesce(p.mdtrt_id, p.setl_id) = v.visit_id
                AND coalesce(date_diff('day', v.setl_date, p.pay_date) <= $pay_days, TRUE)
        )
        -- A payment from a list that names no bill: any of the person's, there and then, will do.
        AND NOT EXISTS (
            SELECT 1 FROM net_maf_pay AS p
            WHERE
                coalesce(p.mdtrt_id, p.setl_id) IS NULL
                AND p.psn_no = v.psn_no
                AND coalesce(p.fixmedins_code, v.fixmedins_code) = v.fixmedins_code
                AND coalesce(p.pay_date, v.setl_date) >= v.begn_date
                AND date_diff('day', v.setl_date, coalesce(p.pay_date, v.setl_date)) <= $pay_days
        )
    -- Of several identities the one that brings the person most.
    QUALIFY row_number() OVER (
        PARTITION BY v.visit_id
        ORDER BY (v.own_share - v.maf_dedc) * v.maf_prop DESC, v.idet_rcd_id ASC
    ) = 1
),

-- The rows that prove it, of the few that are due only.
settlement AS (
    SELECT
        v.visit_id,
        v.setl_id,
        row_number() OVER (
            PARTITION BY v.visit_id ORDER BY v.setl_date DESC, v.setl_id ASC
        ) AS place
    FROM visit AS v
    WHERE v.visit_id IN (SELECT d.visit_id FROM due AS d)
),

proof AS (
    SELECT
        visit_id,
        string_agg(CASE WHEN place <= 40 THEN 'setl_d:' || setl_id END, ';' ORDER BY place)
            AS settlements
    FROM settlement
    GROUP BY visit_id
)

SELECT
    d.visit_id AS subject_id,
    d.psn_no,
    d.fixmedins_code,
    d.setl_date AS event_date,
    CAST(d.own_share - d.maf_dedc AS DECIMAL(18, 2)) AS total_amount,
    CAST(round((d.own_share - d.maf_dedc) * d.maf_prop, 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(d.own_share AS DOUBLE) AS measured_value,
    p.settlements || ';maf_psn_idet_d:' || d.idet_rcd_id AS evidence
FROM due AS d
INNER JOIN proof AS p ON p.visit_id = d.visit_id
