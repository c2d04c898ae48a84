/*
title    = "本周报送情况"
question = "截至日所在的一周，应报多少、报来多少、迟报缺报多少？"
tables   = ["filing_slot"]
note     = "只数列入应报的；一个单位应报几类台账的，按几个计。"

[columns]
week_no        = "第几周"
expected_units = "应报（个）"
received_units = "已报（个）"
late_units     = "迟报（个）"
missing_units  = "缺报（个）"
pending_units  = "待报（个）"
zero_units     = "零报告（个）"
last_filed_at  = "最近收到"

[params.kind]
label = "台账；空为全部"

[params.unit]
label = "报送单位；空为全部"
*/

SELECT
    week(CAST($as_of AS DATE)) AS week_no,
    count(*) FILTER (WHERE is_expected) AS expected_units,
    count(*) FILTER (WHERE is_expected AND is_received) AS received_units,
    count(*) FILTER (WHERE is_expected AND state = '迟报') AS late_units,
    count(*) FILTER (WHERE is_expected AND state = '缺报') AS missing_units,
    count(*) FILTER (WHERE is_expected AND state = '待报') AS pending_units,
    count(*) FILTER (WHERE is_expected AND is_zero) AS zero_units,
    strftime(max(filed_at), '%Y-%m-%d %H:%M') AS last_filed_at
FROM filing_slot($as_of)
WHERE ($kind IS NULL OR kind = $kind) AND ($unit IS NULL OR unit = $unit)
