/*
title  = "机构画像"
grain  = "一个机构、一个月（年初累计到该月）、一项指标一行；金额单位元，率用小数"
tables = ["mart_care_ytd", "institution"]
note   = """
同级 = 同类型、同等级的机构（institution.peer_group）；p20、p50、p80 按同级有值的机构计算，含本机构；peers 是家数。
position 是本机构在同级里的位置：不大于它的机构所占的比例（1 为最高）。
"""
*/
WITH measured AS (
    SELECT
        total.ym,
        total.member AS fixmedins_code,
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
        END AS denominator
    FROM mart_care_ytd AS total
    CROSS JOIN (VALUES
        (1, 'stay_cost', '次均住院费用', '元/人次'),
        (2, 'visit_cost', '次均门诊费用', '元/人次'),
        (3, 'stay_length', '平均住院日', '天'),
        (4, 'stays_per_head', '人次人头比', '倍'),
        (5, 'stays_per_hundred_visits', '百门诊住院率', '人次/百人次'),
        (6, 'own_share', '目录外费用占比', '%'),
        (7, 'stay_scope_share', '政策范围内住院报销比例', '%'),
        (8, 'fund_share', '实际补偿比', '%'),
        (9, 'fund_spent', '基金支出', '万元')
    ) AS measure (measure_no, measure, label, unit)
    WHERE total.dimension = 'fixmedins_code'
),
valued AS (
    SELECT
        measured.*,
        institution.peer_group,
        CAST(numerator AS DOUBLE) / nullif(CAST(denominator AS DOUBLE), 0) AS value
    FROM measured
    LEFT JOIN institution USING (fixmedins_code)
),
peers AS (
    SELECT
        peer_group,
        ym,
        measure,
        count(*) AS peers,
        quantile_cont(value, 0.2) AS p20,
        quantile_cont(value, 0.5) AS p50,
        quantile_cont(value, 0.8) AS p80
    FROM valued
    WHERE value IS NOT NULL AND peer_group IS NOT NULL
    GROUP BY peer_group, ym, measure
)
SELECT
    valued.fixmedins_code,
    valued.ym,
    valued.measure_no,
    valued.measure,
    valued.label,
    valued.unit,
    CAST(valued.numerator AS DECIMAL(18, 2)) AS numerator,
    CAST(valued.denominator AS DECIMAL(18, 2)) AS denominator,
    valued.value,
    valued.peer_group,
    peers.peers,
    peers.p20,
    peers.p50,
    peers.p80,
    CASE
        WHEN valued.peer_group IS NOT NULL THEN cume_dist() OVER (
            PARTITION BY valued.peer_group, valued.ym, valued.measure ORDER BY valued.value
        )
    END AS position
FROM valued
LEFT JOIN peers USING (peer_group, ym, measure)
WHERE valued.value IS NOT NULL
ORDER BY valued.fixmedins_code, valued.ym, valued.measure_no
