/*
code      = "Q25"
title     = "台账体检错误数"
formula   = "在册条目中填报与推算矛盾之处的条数"
unit      = "条"
parts     = ["条", "件"]
direction = "低好"
compare   = "值"
yellow    = 0
red       = 10
domain    = "督导"
basis     = ["方案：长宁2022医疗救助专项治理，建立台账、逐一销账", "默认：多于 0 条为黄，多于 10 条为红"]
tables    = ["entry_by_member"]
rows      = "ledger/contradictions"
note      = """
矛盾：报已办结而没有办结日期、报预计按时而时限已过、没有办结却填了办结日期、办结日期晚于截至日或早于发现日期、没有时限也没有注明长期坚持。一件有几处的各算一条。
分母是在册条目。历史版本、审计链的错误由核验（verify）另查，不在内。"""
*/

SELECT
    dimension,
    member,
    strftime("at", '%Y-%m-%d') AS period,
    CAST(coalesce(sum(len(string_split(contradiction, '；'))), 0) AS DOUBLE) AS numerator,
    CAST(count(*) AS DOUBLE) AS denominator,
    numerator AS value
FROM entry_by_member($as_of, 13)
GROUP BY dimension, member, "at"
ORDER BY dimension, member, period
