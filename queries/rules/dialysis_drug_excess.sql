/*
code     = "R53"
title    = "透析伴随用药超量"
question = "透析病人一个月的促红素等伴随用药，是否既多于同期 95% 的透析病人，又超过每月最多用量？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第二项：过度检查、分解处方、超量开药、重复开药",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第三项：虚构医药服务项目",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一名参保人一个月的一种药（人员编号|药品编码|年月）"
tables   = ["fee_list_d", "setl_d", "kb_item"]
optional = ["setl_d", "kb_item"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg",
]
limits   = """
药品：知识点中 R53 的清单，其“最多数量”是说明书每月最多用量（计费数量）；没有装入的看编码 XB03XA 开头的促红素等，用默认的每月最多数量。
透析病人：当月有血液透析（R47 清单）的人，门诊、住院、药店购药、各机构合并计算；不同厂家、规格的药分开计算。
同月用同一种药的透析病人不足 20 人的，只看每月最多用量；否则取两条线中较高的。只计超出的数量，按均价折算。
默认的每月最多数量不分规格，小规格（如每支 2000 单位）会误报，应装入本地清单；体重、贫血程度须核病历。
"""
reviewed = 2025-11-21
unit     = "月"
back     = []

[params.usual_share]
default = 0.95
unit    = "比例"
label   = "同期透析病人的百分位"
source  = "默"

[params.min_persons]
default = 20
unit    = "人"
label   = "使用百分位所需的最少人数"
source  = "默"

[params.month_max]
default = 30
unit    = "计费数量"
label   = "每月最多数量（清单没有写的）"
source  = "默"

[params.drug_beginnings]
default = ["XB03XA"]
unit    = "药品编码开头"
label   = "没有装入清单时看的药品"
source  = "默"
*/
WITH listed AS (
    SELECT
        k.item_code AS beginning,
        max(CAST(k.max_cnt AS DOUBLE)) AS month_max
    FROM item_point AS k
    WHERE
        k.rule_code = 'R53'
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
    GROUP BY k.item_code
),

drug AS (
    SELECT
        l.beginning,
        l.month_max
    FROM listed AS l
    UNION ALL
    SELECT
        d.beginning,
        NULL AS month_max
    FROM (SELECT unnest($drug_beginnings) AS beginning) AS d
    WHERE NOT EXISTS (SELECT 1 FROM listed)
),

patient_month AS (
    SELECT DISTINCT
        s.psn_no,
        year(s.fee_date) * 100 + month(s.fee_date) AS period
    FROM dialysis_session AS s
),

dose AS (
    SELECT
        f.psn_no,
        f.item_code,
        p.period,
        f.fixmedins_code,
        f.fee_date,
        f.bkkp_sn,
        CAST(f.cnt AS DOUBLE) AS cnt,
        CAST(f.det_item_fee_sumamt AS DOUBLE) AS amount,
        f.fund_amt,
        coalesce(d.month_max, $month_max) AS month_max
    FROM net_fee AS f
    INNER JOIN patient_month AS p
        ON p.psn_no = f.psn_no AND p.period = year(f.fee_date) * 100 + month(f.fee_date)
    INNER JOIN drug AS d ON f.item_code LIKE d.beginning || '%'
),

person_month AS (
    SELECT
        psn_no,
        item_code,
        period,
        month_max,
        sum(cnt) AS cnt
    FROM dose
    GROUP BY psn_no, item_code, period, month_max
),

ranked AS (
    SELECT
        *,
        cume_dist() OVER (PARTITION BY item_code, period ORDER BY cnt) AS share,
        count(*) OVER (PARTITION BY item_code, period) AS persons
    FROM person_month
),

bar AS (
    SELECT
        *,
        greatest(
            month_max,
            min(CASE WHEN share >= $usual_share AND persons >= $min_persons THEN cnt END)
                OVER (PARTITION BY item_code, period)
        ) AS most
    FROM ranked
),

line AS (
    SELECT
        b.psn_no,
        b.item_code,
        b.period,
        b.cnt AS month_cnt,
        (b.cnt - b.most) / nullif(b.cnt, 0) AS excess_share,
        d.fixmedins_code,
        d.fee_date,
        d.bkkp_sn,
        d.amount,
        d.fund_amt,
        row_number() OVER (
            PARTITION BY b.psn_no, b.item_code, b.period ORDER BY d.fee_date DESC, d.bkkp_sn ASC
        ) AS place
    FROM bar AS b
    INNER JOIN dose AS d
        ON d.psn_no = b.psn_no AND d.item_code = b.item_code AND d.period = b.period
    WHERE b.cnt > b.most
)

SELECT
    psn_no || '|' || item_code || '|' || CAST(period AS VARCHAR) AS subject_id,
    psn_no,
    min(CASE WHEN place = 1 THEN fixmedins_code END) AS fixmedins_code,
    max(fee_date) AS event_date,
    CAST(round(sum(amount) * excess_share, 2) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt) * excess_share, 2) AS DECIMAL(18, 2)) AS fund_amount,
    month_cnt AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY psn_no, item_code, period, month_cnt, excess_share
