/*
title    = "一条疑点"
question = "这条疑点说的是什么，现在到哪一步？"
tables   = ["finding", "finding_gone", "mart_lead", "mart_rule", "lead_state", "rule_precision"]
note     = "疑点消失的（数据或规则变动后不再命中）仍可查看，gone_reason 是原因。"

[columns]
finding_key    = "疑点编号"
code           = "规则编号"
rule           = "规则文件"
rule_title     = "规则"
class          = "判级"
subject        = "对象"
subject_id     = "对象编号"
psn_no         = "人员编号"
fixmedins_code = "机构编号"
fixmedins_name = "机构"
peer_group     = "同类组"
dept_name      = "科室"
dr_code        = "医师代码"
event_date     = "发生日期"
total_amount   = "涉及总额（元）"
fund_amount    = "涉及基金（元）"
measured_value = "与阈值比较的数"
params         = "筛查时的参数"
rule_sha256    = "规则文件指纹"
data_to        = "数据截止日"
found_at       = "首次筛出"
priority       = "优先级"
fund_rank      = "基金分位"
class_weight   = "判级权重"
precision_rate = "历史精确率"
recurrence     = "复发系数"
state          = "状态"
entry_no       = "台账编号"
gone_at        = "消失时间"
gone_reason    = "消失原因"

[params.finding_key]
label = "疑点编号"
*/

WITH found AS (
    SELECT *, NULL AS gone_at, NULL AS gone_reason FROM finding WHERE finding_key = $finding_key
    UNION ALL BY NAME
    SELECT * EXCLUDE (gone_run_id) FROM finding_gone WHERE finding_key = $finding_key
)

SELECT
    found.finding_key,
    found.code,
    found.rule,
    mart_rule.title AS rule_title,
    mart_rule.class,
    mart_rule.subject,
    CASE
        WHEN found.psn_no IS NULL OR NOT contains(found.subject_id, found.psn_no)
            THEN shown_subject(found.code, found.subject_id, found.psn_no)
    END AS subject_id,
    found.psn_no,
    found.fixmedins_code,
    coalesce(institution.fixmedins_name, found.fixmedins_code) AS fixmedins_name,
    institution.peer_group,
    l.dept_name,
    l.dr_code,
    found.event_date,
    found.total_amount,
    found.fund_amount,
    found.measured_value,
    found.params,
    left(found.rule_sha256, 12) AS rule_sha256,
    found.data_to,
    found.found_at,
    lead_priority(
        l.fund_rank,
        mart_rule.class_weight,
        precision_of(r.confirmed_items, r.refuted_items),
        l.recurrence
    ) AS priority,
    l.fund_rank,
    mart_rule.class_weight,
    precision_of(r.confirmed_items, r.refuted_items) AS precision_rate,
    l.recurrence,
    coalesce(lead_state.state, '待核查') AS state,
    lead_state.entry_no,
    found.gone_at,
    found.gone_reason
FROM found
LEFT JOIN mart_rule ON mart_rule.rule = found.rule
LEFT JOIN institution ON institution.fixmedins_code = found.fixmedins_code
LEFT JOIN lead_state ON lead_state.finding_key = found.finding_key
LEFT JOIN rule_precision AS r ON r.code = found.code
LEFT JOIN mart_lead AS l ON l.finding_key = found.finding_key
LIMIT 1
