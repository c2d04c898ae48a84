/*
title    = "一条台账"
question = "这一条现在怎样？"
tables   = ["entry_selected", "entry_version", "ledger_kind", "filing_visible"]

[columns]
entry_no         = "编号"
ledger           = "台账"
state            = "状态"
days_overdue     = "超期（自然日）"
workdays_overdue = "超期（工作日）"
days_left        = "剩余（自然日）"
contradiction    = "矛盾之处"
description      = "问题"
category         = "问题类型"
source           = "问题来源"
campaign         = "专项"
leader           = "责任领导"
unit             = "牵头责任单位"
units            = "全部责任单位"
persons          = "责任人"
found_on         = "发现日期"
due_on           = "时限"
due_text         = "时限原文"
first_due_on     = "最初时限"
due_moves        = "推迟（次）"
long_term        = "长期坚持"
immediate        = "立行立改"
status           = "填报状态"
status_text      = "填报状态原文"
closed_on        = "办结日期"
measures         = "整改措施及成效"
mechanism        = "长效机制"
involved_yuan    = "涉及金额（元）"
recovered_yuan   = "追回金额（元）"
persons_involved = "涉及人数（人）"
transferred_text = "移送情况"
remark           = "备注"
recurs_of        = "再次发生的原编号"
recurred_as      = "以后再次发生的编号"
created_on       = "登记日期"
version          = "版本"
file_name        = "最近来自文件"

[params.entry_no]
label = "编号"
*/

SELECT
    entry.entry_no,
    ledger_kind.title AS ledger,
    entry.state,
    entry.days_overdue,
    entry.workdays_overdue,
    entry.days_left,
    entry.contradiction,
    entry.description,
    entry.category,
    entry.source,
    entry.campaign,
    entry.leader,
    entry.unit,
    array_to_string(entry.units, '、') AS units,
    array_to_string(entry.persons, '、') AS persons,
    entry.found_on,
    entry.effective_due_on AS due_on,
    entry.due_text,
    entry.first_due_on,
    entry.due_moves,
    coalesce(entry.long_term, FALSE) AS long_term,
    coalesce(entry.immediate, FALSE) AS immediate,
    entry.status,
    entry.status_text,
    entry.closed_on,
    entry.measures,
    entry.mechanism,
    entry.amount_involved_yuan AS involved_yuan,
    entry.amount_recovered_yuan AS recovered_yuan,
    entry.persons_involved,
    entry.transferred_text,
    entry.remark,
    entry.recurs_of,
    (
        SELECT string_agg(DISTINCT later.entry_no, '、' ORDER BY later.entry_no)
        FROM entry_version AS later
        WHERE later.recurs_of = $entry_no AND later.valid_from < CAST($as_of AS DATE) + 1
    ) AS recurred_as,
    entry.created_on,
    entry.version,
    filing_visible.file_name
FROM entry_selected([CAST($as_of AS DATE)], NULL, NULL, NULL, NULL, NULL, NULL) AS entry
LEFT JOIN ledger_kind ON entry.kind = ledger_kind.kind
LEFT JOIN filing_visible ON entry.filing_id = filing_visible.filing_id
WHERE entry.entry_no = $entry_no
