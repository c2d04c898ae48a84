/*
title    = "应退未退医疗救助的人员"
question = "按先保险后救助重算，哪些人多付了医疗救助，退了没有？"
tables   = ["mart_aid_lead", "mart_institution", "lead_state", "entry_span_visible"]
note     = "规则 R87 的疑点，须核查认定；已核查排除的不列。退还没有数据表：转入的台账在截至日期已办结的算退清，不再列出。"

[columns]
pay_year       = "支付年度"
town_name      = "镇街"
psn_no         = "人员编号"
fixmedins_name = "机构"
event_date     = "支付日期"
fund_yuan      = "应退（元）"
state          = "处置状态"
entry_no       = "台账编号"
*/

SELECT
    strftime(lead.event_date, '%Y') AS pay_year,
    lead.town_name,
    lead.psn_no,
    coalesce(institution.fixmedins_name, lead.fixmedins_code) AS fixmedins_name,
    lead.event_date,
    lead.fund_yuan,
    coalesce(handled.state, '待核查') AS state,
    handled.entry_no
FROM mart_aid_lead AS lead
LEFT JOIN mart_institution AS institution USING (fixmedins_code)
LEFT JOIN lead_state AS handled USING (finding_key)
WHERE
    lead.code = 'R87'
    AND lead.event_date <= $as_of
    AND NOT coalesce(handled.refuted, FALSE)
    AND NOT EXISTS (
        SELECT 1 FROM entry_span_visible AS entry
        WHERE
            entry.entry_no = handled.entry_no
            AND entry.state = '已办结'
            AND entry.from_on <= $as_of
    )
ORDER BY lead.event_date, lead.town_name, lead.psn_no
