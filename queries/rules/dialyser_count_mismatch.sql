/*
code     = "R50"
title    = "透析器、管路与透析次数不配"
question = "同一参保人一个月在一家机构收取的透析器（或管路）数量，是否与血液透析次数对不上？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第四项：串换药品、医用耗材、诊疗项目和服务设施",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第三项：虚构医药服务项目",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一名参保人在一家机构一个月的一类耗材（人员编号|机构编号|年月|耗材）"
tables   = ["fee_list_d", "setl_d", "kb_item"]
optional = ["setl_d", "kb_item"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fixmedins_code", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg", "fee_list_d.hilist_name|medins_list_name",
    "fee_list_d.list_type",
]
limits   = """
透析项目：知识点中 R47、限定类型“透析”的清单；没有装入的用默认清单（血液透析、血液滤过、血液透析滤过）。耗材（目录类别 301）按名称中的词认，词语可改；一件名称兼含两类的各算一件。
数量 ÷ 次数在 0.98 至 1.02 之外命中。耗材多于次数，计多出的耗材；少于次数，计没有耗材的透析次数；都按均价折算。
一家机构当月该类耗材合计不到次数一半的，视为复用或者耗材已含在透析价内，只查多收，不查少收。
跨月记账、凝血换器、备用耗材、同月做连续性血液净化会被命中；没有透析的人和月份不计也不查。
"""
reviewed = 2025-11-21
unit     = "月"
back     = []

[params.tolerance]
default = 0.02
unit    = "比例"
label   = "数量与次数之比偏离 1 的容许数"
source  = "默"

[params.reuse_ratio]
default = 0.5
unit    = "比例"
label   = "机构数量与次数之比不超过此数，视为复用或打包收费"
source  = "默"

[params.dialyser_words]
default = ["透析器", "透析滤过器", "血液滤过器"]
unit    = "耗材名称中的词"
label   = "透析器"
source  = "默"

[params.tubing_words]
default = ["透析管路", "净化管路", "透析用管路", "血路管", "循环管路"]
unit    = "耗材名称中的词"
label   = "透析管路"
source  = "默"
*/
WITH session AS (SELECT * FROM dialysis_session),

supply_word AS (
    SELECT
        '透析器' AS kind,
        unnest($dialyser_words) AS word
    UNION ALL
    SELECT
        '管路' AS kind,
        unnest($tubing_words) AS word
),

-- A name may hold several of the words.
supply AS (
    SELECT DISTINCT
        w.kind,
        f.psn_no,
        f.fixmedins_code,
        f.fee_date,
        f.mdtrt_id,
        f.bkkp_sn,
        f.cnt,
        f.det_item_fee_sumamt,
        f.fund_amt
    FROM net_fee AS f
    INNER JOIN supply_word AS w
        ON coalesce(f.hilist_name, f.medins_list_name) LIKE '%' || w.word || '%'
    WHERE
        f.list_type = '301'
        AND EXISTS (
            SELECT 1 FROM session AS s
            WHERE
                s.psn_no = f.psn_no
                AND date_trunc('month', s.fee_date) = date_trunc('month', f.fee_date)
        )
),

entry AS (
    SELECT
        k.kind,
        s.psn_no,
        s.fixmedins_code,
        year(s.fee_date) * 100 + month(s.fee_date) AS period,
        s.fee_date,
        s.bkkp_sn,
        FALSE AS is_supply,
        CAST(s.cnt AS DOUBLE) AS cnt,
        CAST(s.det_item_fee_sumamt AS DOUBLE) AS amount,
        s.fund_amt
    FROM session AS s
    CROSS JOIN (SELECT DISTINCT kind FROM supply_word) AS k
    UNION ALL
    SELECT
        u.kind,
        u.psn_no,
        u.fixmedins_code,
        year(u.fee_date) * 100 + month(u.fee_date) AS period,
        u.fee_date,
        u.bkkp_sn,
        TRUE AS is_supply,
        CAST(u.cnt AS DOUBLE) AS cnt,
        CAST(u.det_item_fee_sumamt AS DOUBLE) AS amount,
        u.fund_amt
    FROM supply AS u
),

person_month AS (
    SELECT
        kind,
        psn_no,
        fixmedins_code,
        period,
        sum(CASE WHEN is_supply THEN cnt ELSE 0 END) AS supplies,
        sum(CASE WHEN is_supply THEN 0 ELSE cnt END) AS sessions
    FROM entry
    GROUP BY kind, psn_no, fixmedins_code, period
),

compared AS (
    SELECT
        *,
        supplies / nullif(sessions, 0) AS ratio,
        sum(supplies) OVER institution_month
        / nullif(sum(sessions) OVER institution_month, 0) AS usual_ratio
    FROM person_month
    WINDOW institution_month AS (PARTITION BY kind, fixmedins_code, period)
),

mismatch AS (
    SELECT
        *,
        abs(supplies - sessions) / nullif(greatest(supplies, sessions), 0) AS share
    FROM compared
    WHERE
        ratio > 1 + $tolerance
        OR (ratio < 1 - $tolerance AND usual_ratio > $reuse_ratio)
),

line AS (
    SELECT
        m.*,
        e.fee_date,
        e.bkkp_sn,
        CASE WHEN e.is_supply = (m.ratio > 1) THEN e.amount * m.share END AS amount,
        CASE WHEN e.is_supply = (m.ratio > 1) THEN e.fund_amt * m.share END AS fund_part,
        row_number() OVER (
            PARTITION BY m.kind, m.psn_no, m.fixmedins_code, m.period
            ORDER BY e.fee_date, e.is_supply, e.bkkp_sn
        ) AS place
    FROM mismatch AS m
    INNER JOIN entry AS e
        ON
            e.kind = m.kind
            AND e.psn_no = m.psn_no
            AND e.fixmedins_code = m.fixmedins_code
            AND e.period = m.period
)

SELECT
    psn_no || '|' || fixmedins_code || '|' || CAST(period AS VARCHAR) || '|' || kind AS subject_id,
    psn_no,
    fixmedins_code,
    max(fee_date) AS event_date,
    CAST(round(sum(amount), 2) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_part), 2) AS DECIMAL(18, 2)) AS fund_amount,
    ratio AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY psn_no, fixmedins_code, period, kind, ratio
