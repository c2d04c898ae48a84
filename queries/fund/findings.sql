/*
title    = "筛查疑点"
question = "筛查出哪些疑点，涉及谁、哪家机构、多少金额，证据在哪里？"
tables   = ["finding", "fixmedins_b"]
note     = "疑点不等于违规，须核查认定。按涉及基金从大到小列出，最多 2000 条；全部用命令 findings 导出。"

[columns]
code           = "规则编号"
rule           = "规则"
subject_id     = "对象编号"
psn_no         = "人员编号"
fixmedins_name = "机构"
event_date     = "发生日期"
total_yuan     = "涉及总额（元）"
fund_yuan      = "其中基金（元）"
measured_value = "与阈值比较的数"
evidence       = "证据（表:主键）"

[params.code]
label = "规则编号；空为全部"

[params.fixmedins_code]
label = "机构编号；空为全部"
*/

SELECT
    finding.code,
    finding.rule,
    shown_subject(finding.code, finding.subject_id, finding.psn_no) AS subject_id,
    finding.psn_no,
    coalesce(institution.fixmedins_name, finding.fixmedins_code) AS fixmedins_name,
    finding.event_date,
    finding.total_amount AS total_yuan,
    finding.fund_amount AS fund_yuan,
    finding.measured_value,
    -- A group is named after one of its members.
    regexp_replace(finding.evidence, '^group:[^;]*;?', '') AS evidence
FROM finding
LEFT JOIN institution ON finding.fixmedins_code = institution.fixmedins_code
WHERE
    (finding.event_date IS NULL OR finding.event_date <= $as_of)
    AND ($code IS NULL OR finding.code = $code)
    AND (
        $fixmedins_code IS NULL
        OR coalesce(finding.fixmedins_code, '未注明') = $fixmedins_code
    )
ORDER BY fund_yuan DESC NULLS LAST, finding.code ASC, finding.subject_id ASC
LIMIT 2000
