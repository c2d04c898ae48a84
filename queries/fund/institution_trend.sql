/*
title    = "机构指标走势"
question = "这家机构的各项指标近一年怎样变化，同级中位数怎样变化？"
tables   = ["mart_period", "mart_institution_profile"]
note     = "每期是年初累计到该月；不足 8 家时不给同级中位数。"

[columns]
period  = "累计到"
measure = "代号"
label   = "指标"
value   = "本机构"
p50     = "同级中位数"
unit    = "单位"

[params.fixmedins_code]
label = "机构编号"

[params.measure]
label = "指标代号；空为全部"
*/

SELECT
    period.period,
    profile.measure,
    profile.label,
    profile.value,
    CASE WHEN profile.peers >= 8 THEN profile.p50 END AS p50,
    profile.unit
FROM mart_period AS period
INNER JOIN mart_institution_profile AS profile USING (ym)
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND length(period.period) = 6
    AND profile.fixmedins_code = $fixmedins_code
    AND ($measure IS NULL OR profile.measure = $measure)
ORDER BY profile.measure_no, period.period
