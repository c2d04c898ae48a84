/*
title    = "各规则的疑点与核查"
question = "每条规则命中多少，核查了多少，确认了多少？"
tables   = ["mart_rule", "rule_run", "mart_lead", "rule_precision", "finding_gone"]
note     = "已核查 = 确认 + 排除，含后来消失的疑点；消失指数据或规则变动后不再命中。"

[columns]
rule            = "规则文件"
code            = "编号"
title           = "规则"
class           = "判级"
status          = "结果"
reason          = "原因"
items           = "疑点（条）"
institutions    = "机构（家）"
fund_yuan       = "涉及基金（万元）"
judged_items    = "已核查（条）"
confirmed_items = "确认（条）"
refuted_items   = "排除（条）"
gone_items      = "消失（条）"
took            = "用时（秒）"
ran_at          = "筛查时间"
params          = "筛查时的参数"

[params.codes]
label = "几条规则的编号，用;相连；空为全部"

[params.inst_type]
label = "机构类型，没有机构的疑点也算；空为全部"
*/

WITH last_run AS (
    SELECT *
    FROM rule_run
    QUALIFY row_number() OVER (PARTITION BY rule ORDER BY ran_at DESC) = 1
),

found AS (
    SELECT
        rule,
        count(*) AS items,
        count(DISTINCT fixmedins_code) AS institutions,
        sum(fund_yuan) AS fund_yuan
    FROM mart_lead
    WHERE
        (event_date IS NULL OR event_date <= $as_of)
        AND ($inst_type IS NULL OR coalesce(inst_type, $inst_type) = $inst_type)
    GROUP BY rule
),

gone AS (
    SELECT
        rule,
        count(*) AS gone_items
    FROM finding_gone
    GROUP BY rule
)

SELECT
    r.rule,
    r.code,
    r.title,
    r.class,
    CASE WHEN r.status = 'retired' THEN '已停用' ELSE coalesce(l.status, '未运行') END AS status,
    l.reason,
    coalesce(f.items, 0) AS items,
    coalesce(f.institutions, 0) AS institutions,
    f.fund_yuan,
    coalesce(p.confirmed_items, 0) + coalesce(p.refuted_items, 0) AS judged_items,
    coalesce(p.confirmed_items, 0) AS confirmed_items,
    coalesce(p.refuted_items, 0) AS refuted_items,
    coalesce(g.gone_items, 0) AS gone_items,
    l.seconds AS took,
    l.ran_at,
    l.params
FROM mart_rule AS r
LEFT JOIN last_run AS l ON l.rule = r.rule
LEFT JOIN found AS f ON f.rule = r.rule
LEFT JOIN rule_precision AS p ON p.code = r.code
LEFT JOIN gone AS g ON g.rule = r.rule
WHERE $codes IS NULL OR list_contains(split($codes, ';'), r.code)
ORDER BY r.code
