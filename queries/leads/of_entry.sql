/*
title    = "这条台账的疑点"
question = "这条台账由哪些疑点而来？"
tables   = ["entry_lead", "finding", "finding_gone"]
note     = "数据变动后不再命中的疑点也列出。"

[columns]
finding_key    = "疑点编号"
event_date     = "发生日期"
code           = "规则编号"
psn_no         = "人员编号"
fixmedins_name = "机构"
fund_amount    = "涉及基金（元）"
gone_reason    = "消失原因"

[params.entry_no]
label = "台账编号"
*/

WITH found AS (
    SELECT
        finding_key,
        code,
        psn_no,
        fixmedins_code,
        event_date,
        fund_amount,
        NULL AS gone_reason
    FROM finding
    UNION ALL
    SELECT
        finding_key,
        code,
        psn_no,
        fixmedins_code,
        event_date,
        fund_amount,
        gone_reason
    FROM finding_gone
)

SELECT
    entry_lead.finding_key,
    found.event_date,
    found.code,
    found.psn_no,
    coalesce(institution.fixmedins_name, found.fixmedins_code) AS fixmedins_name,
    found.fund_amount,
    found.gone_reason
FROM entry_lead
LEFT JOIN found ON found.finding_key = entry_lead.finding_key
LEFT JOIN institution ON institution.fixmedins_code = found.fixmedins_code
WHERE entry_lead.entry_no = $entry_no
ORDER BY found.event_date DESC, entry_lead.finding_key ASC
