/*
title    = "疑点线索"
question = "先查哪些疑点？"
tables   = ["mart_lead", "lead_state", "rule_precision"]
note     = """
优先级 = 基金金额分位 × 判级权重 × 规则历史精确率 × 复发系数，四个因素都列出。疑点不等于违规，须核查认定。
最多列 500 条；全部用命令 findings 导出。"""

[columns]
finding_key    = "疑点编号"
priority       = "优先级"
class          = "判级"
rule_title     = "规则"
code           = "规则编号"
psn_no         = "人员编号"
fixmedins_code = "机构编号"
fixmedins_name = "机构"
dept_name      = "科室"
event_date     = "发生日期"
total_amount   = "涉及总额（元）"
fund_amount    = "涉及基金（元）"
state          = "状态"
entry_no       = "台账编号"
factors        = "分位×判级×精确率×复发"

[params.code]
label = "规则编号；空为全部"

[params.fixmedins_code]
label = "机构编号；空为全部"

[params.dept_name]
label = "科室；空为全部"

[params.psn_no]
label = "人员编号；空为全部"

[params.ym]
label = "月份；空为全部"

[params.stage]
label = "监管环节（事前、事中、事后）；空为全部"

[params.state]
label = "处置状态；空为全部"

[params.codes]
label = "几条规则的编号，用;相连；空为全部"

[params.inst_type]
label = "机构类型，没有机构的疑点也算；空为全部"
*/

WITH weighed AS (
    SELECT
        l.*,
        coalesce(s.state, '待核查') AS state,
        s.entry_no,
        precision_of(r.confirmed_items, r.refuted_items) AS precision_rate
    FROM mart_lead AS l
    LEFT JOIN lead_state AS s ON s.finding_key = l.finding_key
    LEFT JOIN rule_precision AS r ON r.code = l.code
    WHERE l.event_date IS NULL OR l.event_date <= $as_of
)

SELECT
    finding_key,
    lead_priority(fund_rank, class_weight, precision_rate, recurrence) AS priority,
    class,
    rule_title,
    code,
    psn_no,
    fixmedins_code,
    coalesce(fixmedins_name, fixmedins_code) AS fixmedins_name,
    dept_name,
    event_date,
    total_yuan AS total_amount,
    fund_yuan AS fund_amount,
    state,
    entry_no,
    format('{:.2f} × {:.1f} × {:.2f} × {:.1f}', fund_rank, class_weight, precision_rate, recurrence)
        AS factors
FROM weighed
WHERE
    ($code IS NULL OR code = $code)
    AND ($fixmedins_code IS NULL OR fixmedins_code = $fixmedins_code)
    AND ($dept_name IS NULL OR dept_name = $dept_name)
    AND ($psn_no IS NULL OR psn_no = $psn_no)
    AND ($ym IS NULL OR ym = $ym)
    AND ($stage IS NULL OR contains(stage, $stage))
    AND ($state IS NULL OR state = $state)
    AND ($codes IS NULL OR list_contains(split($codes, ';'), code))
    AND ($inst_type IS NULL OR coalesce(inst_type, $inst_type) = $inst_type)
ORDER BY priority DESC, fund_amount DESC NULLS LAST, finding_key ASC
LIMIT 500
