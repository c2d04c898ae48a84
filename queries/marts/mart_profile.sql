/*
title  = "画像与同级的比较"
grain  = "一个对象、一个月（年初累计到该月）、一项指标一行；金额单位元，率用小数"
tables = ["mart_measure"]
note   = """
同级先取最窄的一组（机构为同类型、同等级），不足 8 家（人）的放宽到下一组，都不足的不比较（peers 是最窄一组的家数）。
p20、p50、p80 按同级有值的计算，含本对象；z 是稳健偏离度 0.6745 ×（值 − 中位数）÷ 绝对中位差，可疑的一端为正，
绝对中位差为 0 时和规模类指标为空；is_beyond 是达到可疑一端的第 80 百分位（低的一端为第 20 百分位），同级都相同的不算。
"""
*/
WITH member AS (
    SELECT
        kind,
        ym,
        measure,
        value,
        unnest(list_distinct([group_1, group_2, group_3])) AS peer_group
    FROM mart_measure
),

field AS (
    SELECT
        kind,
        peer_group,
        ym,
        measure,
        count(*) AS peers,
        quantile_cont(value, 0.2) AS p20,
        quantile_cont(value, 0.5) AS p50,
        quantile_cont(value, 0.8) AS p80,
        mad(value) AS spread
    FROM member
    GROUP BY kind, peer_group, ym, measure
),

placed AS (
    SELECT
        m.*,
        CASE
            WHEN f1.peers >= 8 THEN m.group_1
            WHEN f2.peers >= 8 THEN m.group_2
            WHEN f3.peers >= 8 THEN m.group_3
            ELSE m.group_1
        END AS peer_group
    FROM mart_measure AS m
    LEFT JOIN field AS f1
        ON
            f1.kind = m.kind
            AND f1.ym = m.ym
            AND f1.measure = m.measure
            AND f1.peer_group = m.group_1
    LEFT JOIN field AS f2
        ON
            f2.kind = m.kind
            AND f2.ym = m.ym
            AND f2.measure = m.measure
            AND f2.peer_group = m.group_2
    LEFT JOIN field AS f3
        ON
            f3.kind = m.kind
            AND f3.ym = m.ym
            AND f3.measure = m.measure
            AND f3.peer_group = m.group_3
)

SELECT
    placed.kind,
    placed.member,
    placed.ym,
    placed.measure_no,
    placed.measure,
    placed.label,
    placed.unit,
    placed.side,
    placed.numerator,
    placed.denominator,
    placed.cases,
    placed.value,
    placed.peer_group,
    coalesce(field.peers, 0) AS peers,
    CASE WHEN field.peers >= 8 THEN field.p20 END AS p20,
    CASE WHEN field.peers >= 8 THEN field.p50 END AS p50,
    CASE WHEN field.peers >= 8 THEN field.p80 END AS p80,
    CASE
        WHEN field.peers >= 8
            THEN
                nullif(placed.side, 0) * 0.6745 * (placed.value - field.p50)
                / nullif(field.spread, 0)
    END AS z,
    coalesce(field.peers >= 8 AND CASE
        WHEN placed.side > 0 THEN placed.value >= field.p80 AND placed.value > field.p50
        WHEN placed.side < 0 THEN placed.value <= field.p20 AND placed.value < field.p50
    END, FALSE) AS is_beyond
FROM placed
LEFT JOIN field USING (kind, peer_group, ym, measure)
ORDER BY placed.kind, placed.member, placed.ym, placed.measure_no
