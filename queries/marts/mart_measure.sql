/*
title  = "画像的各项指标"
grain  = "一个对象（机构、医师、药师、护理员）、一个月（年初累计到该月）、一项指标一行；金额单位元，率用小数"
tables = [
    "mart_month", "mart_care_ytd", "mart_institution", "mart_physician_month",
    "mart_pharmacist_month", "mart_caregiver_month", "mart_staff",
]
note   = """
kind 是 institution、physician、pharmacist、caregiver；member 是机构编号，人员为“机构编号|人员代码”。
cases 是这项指标背后的例数（人次、结算笔数、天数），例数少的不判偏离。side 为 1 是高的一端可疑，-1 是低的一端可疑，
0 只说规模、不判偏离。
group_1、group_2、group_3 是从窄到宽的同级组。没有日期的（“未注明”）不按年分。
"""
*/
WITH counted AS (
    SELECT
        upto.ym AS upto_ym,
        part.ym
    FROM mart_month AS upto
    INNER JOIN mart_month AS part
        ON part.in_year = upto.in_year AND part.month_no <= upto.month_no
    UNION ALL
    SELECT
        '未注明',
        '未注明'
),

institution AS (
    SELECT
        total.ym,
        total.member,
        measure.*,
        CASE measure
            WHEN 'stay_cost' THEN stay_medfee_yuan
            WHEN 'visit_cost' THEN visit_medfee_yuan
            WHEN 'stay_length' THEN stay_days
            WHEN 'stays_per_head' THEN stays
            WHEN 'stays_per_hundred_visits' THEN stays * 100
            WHEN 'own_share' THEN ownpay_yuan
            WHEN 'stay_scope_share' THEN stay_fund_yuan
            ELSE fund_yuan
        END AS numerator,
        CASE measure
            WHEN 'stay_cost' THEN stays
            WHEN 'visit_cost' THEN visits
            WHEN 'stay_length' THEN days_stays
            WHEN 'stays_per_head' THEN heads
            WHEN 'stays_per_hundred_visits' THEN visits
            WHEN 'stay_scope_share' THEN stay_inscp_yuan
            WHEN 'fund_spent' THEN 1
            ELSE medfee_yuan
        END AS denominator,
        CASE measure
            WHEN 'stay_cost' THEN stays
            WHEN 'visit_cost' THEN visits
            WHEN 'stay_length' THEN days_stays
            WHEN 'stays_per_head' THEN heads
            WHEN 'stays_per_hundred_visits' THEN visits
            WHEN 'stay_scope_share' THEN stays
            ELSE setls
        END AS cases
    FROM mart_care_ytd AS total
    CROSS JOIN (VALUES
        (1, 'stay_cost', '次均住院费用', '元/人次', 1),
        (2, 'visit_cost', '次均门诊费用', '元/人次', 1),
        (3, 'stay_length', '平均住院日', '天', 1),
        (4, 'stays_per_head', '人次人头比', '倍', 1),
        (5, 'stays_per_hundred_visits', '百门诊住院率', '人次/百人次', 1),
        (6, 'own_share', '目录外费用占比', '%', 1),
        (7, 'stay_scope_share', '政策范围内住院报销比例', '%', -1),
        (8, 'fund_share', '实际补偿比', '%', -1),
        (9, 'fund_spent', '基金支出', '万元', 0)
    ) AS measure (measure_no, measure, label, unit, side)
    WHERE total.dimension = 'fixmedins_code'
),

physician_ytd AS (
    SELECT
        counted.upto_ym AS ym,
        fixmedins_code || '|' || dr_code AS member,
        sum(visits) AS visits,
        sum(heads_new) AS heads,
        sum(stays_new) AS stays,
        sum(visit_lines) AS visit_lines,
        sum(fee_yuan) AS fee_yuan,
        sum(visit_fee_yuan) AS visit_fee_yuan,
        sum(stay_fee_yuan) AS stay_fee_yuan,
        sum(drug_yuan) AS drug_yuan,
        sum(exam_yuan) AS exam_yuan
    FROM counted
    INNER JOIN mart_physician_month USING (ym)
    GROUP BY counted.upto_ym, fixmedins_code, dr_code
),

physician AS (
    SELECT
        ym,
        member,
        measure.*,
        CASE measure
            WHEN 'visit_cost' THEN visit_fee_yuan
            WHEN 'visit_lines' THEN visit_lines
            WHEN 'visits_per_head' THEN visits
            WHEN 'stay_cost' THEN stay_fee_yuan
            WHEN 'drug_share' THEN coalesce(drug_yuan, 0)
            WHEN 'exam_share' THEN coalesce(exam_yuan, 0)
            ELSE fee_yuan
        END AS numerator,
        CASE measure
            WHEN 'visit_cost' THEN visits
            WHEN 'visit_lines' THEN visits
            WHEN 'visits_per_head' THEN heads
            WHEN 'stay_cost' THEN stays
            WHEN 'fee_billed' THEN 1
            ELSE fee_yuan
        END AS denominator,
        CASE measure
            WHEN 'visits_per_head' THEN heads
            WHEN 'stay_cost' THEN stays
            WHEN 'visit_cost' THEN visits
            WHEN 'visit_lines' THEN visits
            ELSE visits + stays
        END AS cases
    FROM physician_ytd
    CROSS JOIN (VALUES
        (1, 'visit_cost', '次均门诊费用', '元/人次', 1),
        (2, 'visit_lines', '门诊次均项目数', '项/人次', 1),
        (3, 'visits_per_head', '门诊人次人头比', '倍', 1),
        (4, 'stay_cost', '每次住院开单费用', '元/人次', 1),
        (5, 'drug_share', '药占比', '%', 1),
        (6, 'exam_share', '检查检验占比', '%', 1),
        (7, 'fee_billed', '开单费用', '万元', 0)
    ) AS measure (measure_no, measure, label, unit, side)
),

pharmacist_ytd AS (
    SELECT
        counted.upto_ym AS ym,
        fixmedins_code || '|' || phar_code AS member,
        sum(sales) AS sales,
        sum(days) AS days,
        sum(sale_yuan) AS sale_yuan,
        sum(rx_sales) AS rx_sales,
        sum(rx_missing) AS rx_missing,
        sum(agent_sales) AS agent_sales
    FROM counted
    INNER JOIN mart_pharmacist_month USING (ym)
    GROUP BY counted.upto_ym, fixmedins_code, phar_code
),

pharmacist AS (
    SELECT
        ym,
        member,
        measure.*,
        CASE measure
            WHEN 'sales_per_day' THEN sales
            WHEN 'sale_cost' THEN sale_yuan
            WHEN 'rx_missing_share' THEN rx_missing
            ELSE agent_sales
        END AS numerator,
        CASE measure
            WHEN 'sales_per_day' THEN days
            WHEN 'rx_missing_share' THEN rx_sales
            ELSE sales
        END AS denominator,
        CASE measure
            WHEN 'sales_per_day' THEN days
            WHEN 'rx_missing_share' THEN rx_sales
            ELSE sales
        END AS cases
    FROM pharmacist_ytd
    CROSS JOIN (VALUES
        (1, 'sales_per_day', '日均销售', '笔/日', 1),
        (2, 'sale_cost', '笔均金额', '元/笔', 1),
        (3, 'rx_missing_share', '处方药无处方号占比', '%', 1),
        (4, 'agent_share', '代购占比', '%', 1)
    ) AS measure (measure_no, measure, label, unit, side)
),

caregiver_ytd AS (
    SELECT
        counted.upto_ym AS ym,
        fixmedins_code || '|' || caregiver_code AS member,
        sum(visits) AS visits,
        sum(timed_visits) AS timed_visits,
        sum(days) AS days,
        sum(mins) AS mins,
        sum(overlap_visits) AS overlap_visits,
        sum(fund_yuan) AS fund_yuan
    FROM counted
    INNER JOIN mart_caregiver_month USING (ym)
    GROUP BY counted.upto_ym, fixmedins_code, caregiver_code
),

caregiver AS (
    SELECT
        ym,
        member,
        measure.*,
        CASE measure
            WHEN 'hours_per_day' THEN CAST(mins AS DOUBLE) / 60
            WHEN 'visits_per_day' THEN visits
            WHEN 'mins_per_visit' THEN mins
            WHEN 'overlap_share' THEN overlap_visits
            ELSE fund_yuan
        END AS numerator,
        CASE measure
            WHEN 'hours_per_day' THEN days
            WHEN 'visits_per_day' THEN days
            WHEN 'mins_per_visit' THEN timed_visits
            ELSE visits
        END AS denominator,
        CASE measure
            WHEN 'hours_per_day' THEN days
            WHEN 'visits_per_day' THEN days
            ELSE visits
        END AS cases
    FROM caregiver_ytd
    CROSS JOIN (VALUES
        (1, 'hours_per_day', '日均服务时长', '小时/日', 1),
        (2, 'visits_per_day', '日均服务次数', '次/日', 1),
        (3, 'mins_per_visit', '次均时长', '分钟/次', -1),
        (4, 'overlap_share', '时间重叠占比', '%', 1),
        (5, 'visit_fund', '次均基金', '元/次', 1)
    ) AS measure (measure_no, measure, label, unit, side)
),

measured AS (
    SELECT 'institution' AS kind, *
    FROM institution
    UNION ALL
    SELECT 'physician' AS kind, *
    FROM physician
    UNION ALL
    SELECT 'pharmacist' AS kind, *
    FROM pharmacist
    UNION ALL
    SELECT 'caregiver' AS kind, *
    FROM caregiver
),

grouped AS (
    SELECT
        'institution' AS kind,
        fixmedins_code AS member,
        peer_group AS group_1,
        inst_type AS group_2,
        NULL AS group_3
    FROM mart_institution
    UNION ALL
    SELECT kind, member, group_1, group_2, group_3
    FROM mart_staff
)

SELECT
    measured.kind,
    measured.member,
    measured.ym,
    measured.measure_no,
    measured.measure,
    measured.label,
    measured.unit,
    measured.side,
    CAST(measured.numerator AS DECIMAL(18, 2)) AS numerator,
    CAST(measured.denominator AS DECIMAL(18, 2)) AS denominator,
    CAST(measured.cases AS BIGINT) AS cases,
    CAST(measured.numerator AS DOUBLE) / nullif(CAST(measured.denominator AS DOUBLE), 0) AS value,
    grouped.group_1,
    grouped.group_2,
    grouped.group_3
FROM measured
LEFT JOIN grouped USING (kind, member)
WHERE measured.numerator IS NOT NULL AND measured.denominator <> 0
ORDER BY measured.kind, measured.member, measured.ym, measured.measure_no
