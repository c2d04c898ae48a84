/*
title    = "救助对象的负担"
question = "本年累计各类救助对象在各镇街看病，政策范围内自付多少？"
tables   = ["mart_period", "mart_aid_care"]
note     = """
按结算月份，本年一月起累计到截至日期前已过完的月份；就诊开始日身份有效的人，不含药店购药。
“未对上结算”是没有写明结算的手工救助，自付为负数，与其他行相加才是全部。"""

[columns]
period        = "累计到"
psn_idet_type = "救助身份"
town_name     = "镇街"
care          = "就医类型"
setls         = "结算（笔）"
inscp_yuan    = "政策范围内费用（元）"
own_yuan      = "自付（元）"
own_rate      = "自付占比"
*/

SELECT
    period.period,
    CASE cared.psn_idet_type
        WHEN '01' THEN '特困'
        WHEN '02' THEN '低保'
        WHEN '03' THEN '低保边缘'
        WHEN '04' THEN '返贫致贫'
        ELSE cared.psn_idet_type
    END AS psn_idet_type,
    coalesce(cared.town_name, '未注明') AS town_name,
    cared.care,
    CAST(sum(cared.setls) AS BIGINT) AS setls,
    sum(cared.inscp_yuan) AS inscp_yuan,
    sum(cared.own_yuan) AS own_yuan,
    CAST(sum(cared.own_yuan) AS DOUBLE) / nullif(sum(cared.inscp_yuan), 0) AS own_rate
FROM mart_period AS period
-- From January on; what has no date is a period of its own.
INNER JOIN mart_aid_care AS cared
    ON cared.ym BETWEEN least(period.ym, left(period.ym, 4) || '01') AND period.ym
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND period.back = 0
    AND length(period.period) <> 4
GROUP BY period.period, cared.psn_idet_type, cared.town_name, cared.care
ORDER BY period.period, cared.psn_idet_type, own_yuan DESC, town_name, cared.care
