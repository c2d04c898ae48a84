/*
title  = "救助待遇疑点"
grain  = "R84（应享未享）、R87（超额救助）、R90（达到预警线）的一条在列疑点一行；金额单位元"
tables = ["mart_lead", "net_maf_pay", "warn"]
note   = """
settled_on：R84 是命中之后才到的第一笔救助的日期，没有到的为空；没有写明就诊的救助，同一人、同一机构（或没有写机构）、结算日以后的算。
R90 是预警推送到镇街的日期，达到预警线前一年内推送过的也算。R87 的退还没有数据表，为空。
"""
*/
WITH chosen AS (
    SELECT finding_key, code, subject_id, psn_no, fixmedins_code, town_name, event_date, fund_yuan
    FROM mart_lead
    WHERE code IN ('R84', 'R87', 'R90')
),

answer AS (
    SELECT
        chosen.finding_key,
        pay.pay_date AS on_date
    FROM chosen
    INNER JOIN net_maf_pay AS pay
        ON chosen.code = 'R84' AND coalesce(pay.mdtrt_id, pay.setl_id) = chosen.subject_id
    UNION ALL
    SELECT
        chosen.finding_key,
        pay.pay_date
    FROM chosen
    INNER JOIN net_maf_pay AS pay
        ON
            chosen.code = 'R84'
            AND coalesce(pay.mdtrt_id, pay.setl_id) IS NULL
            AND pay.psn_no = chosen.psn_no
            AND coalesce(pay.fixmedins_code, chosen.fixmedins_code) = chosen.fixmedins_code
            AND pay.pay_date >= chosen.event_date
    UNION ALL
    SELECT
        chosen.finding_key,
        warn.push_date
    FROM chosen
    INNER JOIN warn
        ON
            chosen.code = 'R90'
            AND warn.psn_no = chosen.psn_no
            AND coalesce(warn.vali_flag, '1') = '1'
            AND warn.push_date >= chosen.event_date - INTERVAL 1 YEAR
),

answered AS (
    SELECT
        finding_key,
        min(on_date) AS settled_on
    FROM answer
    GROUP BY finding_key
)

SELECT
    chosen.finding_key,
    chosen.code,
    chosen.psn_no,
    chosen.fixmedins_code,
    coalesce(chosen.town_name, '未注明') AS town_name,
    chosen.event_date,
    chosen.fund_yuan,
    answered.settled_on
FROM chosen
LEFT JOIN answered USING (finding_key)
ORDER BY chosen.code, chosen.finding_key
