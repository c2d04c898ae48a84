/*
title    = "报送批次"
question = "截至某日，收到过哪些报送，各改了多少？"
tables   = ["filing_visible", "ledger_kind"]
note     = "已上报的报送内容不再变动；撤回的报送仍然列出。"

[columns]
filed_at       = "收到时间"
ledger         = "台账"
campaign       = "专项"
unit           = "报送单位"
file_name      = "文件"
rows_new       = "新增（条）"
rows_changed   = "修改（条）"
rows_unchanged = "未变（条）"
rows_gone      = "文件中没有（条）"
zero_report    = "零报告"
on_time        = "按时"
period_on      = "报送时段至"
state          = "状态"
filed_by       = "经办人"
note           = "说明"
filing_id      = "批次"

[params.kind]
label = "台账；空为全部"

[params.campaign]
label = "专项；空为全部"

[params.unit]
label = "报送单位；空为全部"
*/

SELECT
    strftime(filing.filed_at, '%Y-%m-%d %H:%M') AS filed_at,
    ledger_kind.title AS ledger,
    filing.campaign,
    filing.unit,
    filing.file_name,
    filing.rows_new,
    filing.rows_changed,
    filing.rows_unchanged,
    filing.rows_gone,
    filing.zero_report,
    filing.on_time,
    filing.period_to AS period_on,
    CASE
        WHEN filing.withdrawn_at < CAST($as_of AS DATE) + 1 THEN '已撤回'
        WHEN filing.frozen_at < CAST($as_of AS DATE) + 1 THEN '已上报'
        ELSE '有效'
    END AS state,
    filing.filed_by,
    filing.note,
    filing.filing_id
FROM filing_visible AS filing
LEFT JOIN ledger_kind ON filing.kind = ledger_kind.kind
WHERE
    filing.filed_at < CAST($as_of AS DATE) + 1
    AND ($kind IS NULL OR filing.kind = $kind)
    AND ($campaign IS NULL OR filing.campaign = $campaign)
    AND ($unit IS NULL OR filing.unit = $unit)
ORDER BY filing.filed_at DESC, filing.filing_id DESC
