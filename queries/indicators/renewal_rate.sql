/*
code      = "F07b"
title     = "续保率"
formula   = "上年末参保、月末仍参保的人数 ÷ 上年末参保、月末在世的人数"
unit      = "%"
parts     = ["人", "人"]
direction = "高好"
compare   = "值"
yellow    = 0.95
red       = 0.9
domain    = "基金"
basis     = ["默认：95%、90%，与参保率同"]
tables    = ["psn_insu_d", "psn_info_b"]
columns   = ["psn_insu_d.psn_no", "psn_insu_d.insutype"]
rows      = "fund/enrolment_by_town"
idle      = "上年末没有参保的人，或没有结算数据可定月份"
note      = """
上年末是上一年 12 月末；险种之间转换算续保，中断后又参保的算续保，年内死亡的不计。险种一栏按上年末参加的险种。
转到外地参保的没有数据，算没有续保。参保信息只有现在参保的人、没有暂停或终止的人时，续保率总是 100%。"""
*/

SELECT
    CASE
        WHEN grouping(kept.insutype) = 0 THEN 'insutype'
        WHEN grouping(kept.town_name) = 0 THEN 'town_name'
        ELSE 'all'
    END AS dimension,
    CASE
        WHEN grouping(kept.insutype) = 0 THEN kept.insutype
        WHEN grouping(kept.town_name) = 0 THEN kept.town_name
        ELSE 'all'
    END AS member,
    period.period,
    CAST(sum(kept.renewed) AS DOUBLE) AS numerator,
    CAST(sum(kept.last_year) AS DOUBLE) AS denominator,
    CAST(sum(kept.renewed) AS DOUBLE) / nullif(sum(kept.last_year), 0) AS value
FROM mart_period AS period
INNER JOIN mart_enrol_month AS kept USING (ym)
WHERE $as_of BETWEEN period.first_on AND period.last_on AND kept.last_year IS NOT NULL
GROUP BY
    GROUPING SETS (
        (period.period), (period.period, kept.insutype), (period.period, kept.town_name)
    )
ORDER BY dimension, member, period.period
