/*
code     = "R11"
title    = "周期内超频次收费"
question = "同一参保人在规定的周期内，某个项目的收费次数是否超过上限？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第二项：过度诊疗、过度检查，提供其他不必要的医药服务",
    "国家医保局智能监管“两库”第八批：医疗服务项目周期超频次",
]
class    = "疑"
stage    = ["事前", "事中", "事后"]
subject  = "超出当日的最后一笔收费（就诊ID|记账流水号）"
tables   = ["fee_list_d", "setl_d", "kb_item"]
optional = ["setl_d"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg",
    "kb_item.rule_code", "kb_item.item_code", "kb_item.max_cnt", "kb_item.period_days",
]
limits   = """
上限和周期取在用知识点的“最多数量”“周期天数”：连同当日往前数满周期天数（15 天即当日和前 14 天）的净数量多于上限即命中。
按参保人合计，不分机构，只计超出上限的部分，按当日均价折算金额；机构记当日最后一笔的，前面几笔可能在别处。
病情变化需要复查的会被命中，须核病历；同一检测换方法（编码不同）的不合并。周期写成月、年而没有折成天数的知识点不判。
"""
reviewed = 2025-11-21
back     = []
history  = "item_point"

[params.longest_period_days]
default = 366
unit    = "天"
label   = "最长的周期（更长的知识点不判）"
source  = "默"
*/
WITH period_limit AS (
    SELECT DISTINCT
        k.item_code,
        k.max_cnt,
        k.period_days
    FROM item_point AS k
    WHERE
        k.rule_code = 'R11'
        AND k.period_days <= $longest_period_days
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
),

person_day AS (
    SELECT
        f.psn_no,
        f.item_code,
        f.fee_date,
        sum(f.cnt) AS cnt
    FROM net_fee AS f
    WHERE f.item_code IN (SELECT p.item_code FROM period_limit AS p)
    GROUP BY f.psn_no, f.item_code, f.fee_date
),

exceeded AS (
    SELECT
        d.psn_no,
        d.item_code,
        d.fee_date,
        p.period_days,
        CAST(d.cnt AS DOUBLE) AS day_cnt,
        CAST(sum(e.cnt) AS DOUBLE) AS period_cnt,
        CAST(least(sum(e.cnt) - p.max_cnt, d.cnt) AS DOUBLE) AS extra
    FROM person_day AS d
    INNER JOIN period_limit AS p ON p.item_code = d.item_code
    INNER JOIN person_day AS e
        ON
            e.psn_no = d.psn_no
            AND e.item_code = d.item_code
            AND date_diff('day', e.fee_date, d.fee_date) BETWEEN 0 AND p.period_days - 1
    GROUP BY d.psn_no, d.item_code, d.fee_date, d.cnt, p.period_days, p.max_cnt
    HAVING sum(e.cnt) > p.max_cnt
    -- Of several limits on one item the one exceeded most.
    QUALIFY row_number() OVER (
        PARTITION BY d.psn_no, d.item_code, d.fee_date
        ORDER BY least(sum(e.cnt) - p.max_cnt, d.cnt) DESC, p.period_days ASC
    ) = 1
),

line AS (
    SELECT
        e.*,
        f.bkkp_sn,
        coalesce(f.mdtrt_id || '|', '') || f.bkkp_sn AS line_id,
        f.fixmedins_code,
        CASE WHEN f.fee_date = e.fee_date THEN f.det_item_fee_sumamt END AS day_amount,
        CASE WHEN f.fee_date = e.fee_date THEN f.fund_amt END AS day_fund,
        row_number() OVER (
            PARTITION BY e.psn_no, e.item_code, e.fee_date
            ORDER BY f.fee_ocur_time DESC, f.bkkp_sn DESC, f.mdtrt_id DESC
        ) AS place
    FROM exceeded AS e
    INNER JOIN net_fee AS f
        ON
            f.psn_no = e.psn_no
            AND f.item_code = e.item_code
            AND date_diff('day', f.fee_date, e.fee_date) BETWEEN 0 AND e.period_days - 1
)

SELECT
    max(CASE WHEN place = 1 THEN line_id END) AS subject_id,
    psn_no,
    max(CASE WHEN place = 1 THEN fixmedins_code END) AS fixmedins_code,
    fee_date AS event_date,
    CAST(round(CAST(sum(day_amount) AS DOUBLE) * extra / nullif(day_cnt, 0), 2) AS DECIMAL(18, 2))
        AS total_amount,
    CAST(round(sum(day_fund) * extra / nullif(day_cnt, 0), 2) AS DECIMAL(18, 2)) AS fund_amount,
    period_cnt AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY psn_no, item_code, fee_date, day_cnt, period_cnt, extra
