/*
title    = "本周报送"
question = "截至日所在的一周，哪些单位应报、已报、迟报、缺报、零报告？"
tables   = ["filing_slot"]
note     = "一周从周一到周日；每周报送的台账及截止日见台账定义。没有列入应报而报来的也列出。"

[columns]
state        = "状态"
unit         = "报送单位"
ledger       = "台账"
due_on       = "报送截止"
filed_at     = "收到时间"
zero_report  = "零报告"
rows_new     = "新增（条）"
rows_changed = "修改（条）"
expected     = "列入应报"
filing_id    = "批次"

[params.kind]
label = "台账；空为全部"

[params.unit]
label = "报送单位；空为全部"
*/

SELECT
    state,
    unit,
    title AS ledger,
    due_on,
    strftime(filed_at, '%Y-%m-%d %H:%M') AS filed_at,
    is_zero AS zero_report,
    rows_new,
    rows_changed,
    is_expected AS expected,
    filing_id
FROM filing_slot($as_of)
WHERE ($kind IS NULL OR kind = $kind) AND ($unit IS NULL OR unit = $unit)
ORDER BY
    list_position(['缺报', '迟报', '待报', '按时'], state),
    unit ASC,
    ledger ASC
