/*
title  = "疑点线索"
grain  = "一条在列疑点一行；金额单位元"
tables = ["finding", "mart_evidence", "mart_rule", "institution", "ltc_medins_b", "person"]
note   = """
fund_rank 是涉及基金在全部疑点中的分位（0–1，基金未知的为 0）；
recurrence 是复发系数：同一规则、同一对象（人，没有人的按机构）此前 365 天内已有 n 条，取 1 + 0.1 × n，最多 1.5。"""
*/
WITH place AS (
    SELECT
        finding_key,
        arg_min(dept_name, place) FILTER (WHERE dept_name IS NOT NULL) AS dept_name,
        arg_min(dr_code, place) FILTER (WHERE dr_code IS NOT NULL) AS dr_code,
        count(*) AS evidence_rows
    FROM mart_evidence
    GROUP BY finding_key
),

care AS (
    SELECT
        ltc_medins_code,
        min(ltc_medins_name) AS ltc_medins_name
    FROM ltc_medins_b
    WHERE coalesce(vali_flag, '1') = '1'
    GROUP BY ltc_medins_code
)

SELECT
    f.finding_key,
    f.code,
    f.rule,
    r.title AS rule_title,
    r.class,
    r.class_weight,
    r.stage,
    f.subject_id,
    f.psn_no,
    f.fixmedins_code,
    coalesce(i.fixmedins_name, c.ltc_medins_name) AS fixmedins_name,
    i.inst_type,
    i.peer_group,
    p.town_name,
    w.dept_name,
    w.dr_code,
    f.event_date,
    coalesce(strftime(f.event_date, '%Y%m'), '未注明') AS ym,
    f.total_amount AS total_yuan,
    f.fund_amount AS fund_yuan,
    f.measured_value,
    f.found_at,
    f.data_to,
    coalesce(w.evidence_rows, 0) AS evidence_rows,
    CASE WHEN f.fund_amount > 0
        THEN percent_rank() OVER (ORDER BY coalesce(f.fund_amount, 0)) ELSE 0
    END AS fund_rank,
    1 + 0.1 * least(5, count(*) OVER (
        PARTITION BY f.rule, coalesce(f.psn_no, f.fixmedins_code, f.subject_id)
        ORDER BY f.event_date
        RANGE BETWEEN INTERVAL 365 DAYS PRECEDING AND INTERVAL 1 DAY PRECEDING
    )) AS recurrence
FROM finding AS f
LEFT JOIN mart_rule AS r ON r.rule = f.rule
LEFT JOIN institution AS i ON i.fixmedins_code = f.fixmedins_code
LEFT JOIN care AS c ON c.ltc_medins_code = f.fixmedins_code
LEFT JOIN person AS p ON p.psn_no = f.psn_no
LEFT JOIN place AS w ON w.finding_key = f.finding_key
ORDER BY f.code, f.finding_key
