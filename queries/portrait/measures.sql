/*
title    = "与同级的比较"
question = "这个对象本年累计的各项指标，在同级里处在什么位置，哪些明显偏离，为什么？"
tables   = ["mart_period", "mart_profile"]
note     = """
本年一月起累计到截至日期前已过完的月份；没有日期的数据归“未注明”，有日期的数据时不显示。
明显偏离须同时：近三期至少两期达到同级第 80 百分位（低的一端可疑的为第 20 百分位）；稳健偏离度 0.6745 ×（值 − 中位数）÷
绝对中位差不小于 3.5；例数不少于 30。同级不足 8 家（人）的放宽到上一级，仍不足的不比较。规模类指标只看位置。偏离是线索，不等于违规。"""

[columns]
measure     = "代号"
label       = "指标"
value       = "本对象"
p20         = "20 分位"
p50         = "中位数"
p80         = "80 分位"
unit        = "单位"
z           = "偏离度"
periods     = "近三期达线（期）"
cases       = "例数"
verdict     = "判断"
why         = "为什么"
peer_group  = "同级"
peers       = "同级数"
numerator   = "分子"
denominator = "分母"
period      = "累计到"

[params.kind]
label = "对象类别：institution、physician、pharmacist、caregiver"

[params.member]
label = "机构编号，或“机构编号|人员代码”"
*/

WITH shown AS (
    SELECT
        profile.*,
        period.period,
        period.back,
        count(*) FILTER (WHERE profile.is_beyond) OVER (PARTITION BY profile.measure) AS periods,
        max(period.period) FILTER (WHERE period.period <> '未注明') OVER () AS dated
    FROM mart_period AS period
    INNER JOIN mart_profile AS profile USING (ym)
    WHERE
        $as_of BETWEEN period.first_on AND period.last_on
        AND period.back < 3
        AND length(period.period) <> 4
        AND profile.kind = $kind
        AND profile.member = $member
),

judged AS (
    SELECT
        *,
        CASE
            WHEN p50 IS NULL THEN '不比较'
            WHEN side = 0 THEN '只看规模'
            WHEN periods >= 2 AND z >= 3.5 AND cases >= 30 THEN '明显偏离'
            WHEN is_beyond THEN CASE WHEN side > 0 THEN '偏高' ELSE '偏低' END
            ELSE '范围内'
        END AS verdict
    FROM shown
    WHERE back = 0 AND (period <> '未注明' OR dated IS NULL)
)

SELECT
    measure,
    label,
    value,
    p20,
    p50,
    p80,
    unit,
    z,
    periods,
    cases,
    verdict,
    CASE verdict
        WHEN '不比较'
            THEN coalesce('同级（' || peer_group || '）只有 ' || peers || '，不足 8', '不知同级')
        WHEN '明显偏离'
            THEN
                format('近三期 {} 期达线，偏离度 {:.1f} 不小于 3.5，', periods, z)
                || cases || ' 例不少于 30'
        WHEN '偏高' THEN unmet
        WHEN '偏低' THEN unmet
        ELSE ''
    END AS why,
    peer_group,
    peers,
    numerator,
    denominator,
    period
FROM (
    SELECT
        *,
        '够不上明显偏离：' || concat_ws(
            '，',
            CASE WHEN periods < 2 THEN '近三期只有 ' || periods || ' 期达线' END,
            CASE
                WHEN z IS NULL THEN '同级几乎相同，算不出偏离度'
                WHEN z < 3.5 THEN format('偏离度 {:.1f} 不到 3.5', z)
            END,
            CASE WHEN cases < 30 THEN cases || ' 例不足 30' END
        ) AS unmet
    FROM judged
) AS explained
ORDER BY verdict = '明显偏离' DESC, measure_no
