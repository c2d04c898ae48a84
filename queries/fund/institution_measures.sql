/*
title    = "机构画像"
question = "这家机构本年累计的各项指标，在同类型同等级机构里处在什么位置？"
tables   = ["mart_period", "mart_institution_profile"]
note     = """
本年一月起累计到截至日期前已过完的月份；没有日期的数据归“未注明”，有日期的数据时不显示。
同级不足 8 家时不给百分位。periods 是最近三期里不低于同级第 80 百分位的期数。"""

[columns]
measure   = "代号"
label     = "指标"
value     = "本机构"
p20       = "20分位"
p50       = "中位数"
p80       = "80分位"
unit      = "单位"
peers     = "同级家数"
position  = "同级位置（0–1）"
periods   = "近三期达 P80 期数"
numerator = "分子"
denominator = "分母"
period    = "累计到"

[params.fixmedins_code]
label = "机构编号"
*/

WITH shown AS (
    SELECT
        profile.*,
        period.period,
        period.back,
        count(*) FILTER (WHERE profile.peers >= 8 AND profile.value >= profile.p80)
            OVER (PARTITION BY profile.measure) AS periods,
        max(period.period) FILTER (WHERE period.period <> '未注明') OVER () AS dated
    FROM mart_period AS period
    INNER JOIN mart_institution_profile AS profile USING (ym)
    WHERE
        $as_of BETWEEN period.first_on AND period.last_on
        AND period.back < 3
        AND length(period.period) <> 4
        AND profile.fixmedins_code = $fixmedins_code
)

SELECT
    measure,
    label,
    value,
    CASE WHEN peers >= 8 THEN p20 END AS p20,
    CASE WHEN peers >= 8 THEN p50 END AS p50,
    CASE WHEN peers >= 8 THEN p80 END AS p80,
    unit,
    coalesce(peers, 0) AS peers,
    CASE WHEN peers >= 8 THEN position END AS position,
    periods,
    numerator,
    denominator,
    period
FROM shown
WHERE back = 0 AND (period <> '未注明' OR dated IS NULL)
ORDER BY measure_no
