/*
title    = "指标走势"
question = "这项指标近一年怎样变化，同级中位数怎样变化？"
tables   = ["mart_period", "mart_profile"]
note     = "每期是年初累计到该月；同级不足 8 家（人）时没有同级中位数。"

[columns]
period  = "累计到"
measure = "代号"
label   = "指标"
value   = "本对象"
p50     = "同级中位数"
unit    = "单位"

[params.kind]
label = "对象类别：institution、physician、pharmacist、caregiver"

[params.member]
label = "机构编号，或“机构编号|人员代码”"

[params.measure]
label = "指标代号；空为全部"
*/

SELECT
    period.period,
    profile.measure,
    profile.label,
    profile.value,
    profile.p50,
    profile.unit
FROM mart_period AS period
INNER JOIN mart_profile AS profile USING (ym)
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND length(period.period) = 6
    AND profile.kind = $kind
    AND profile.member = $member
    AND ($measure IS NULL OR profile.measure = $measure)
ORDER BY profile.measure_no, period.period
