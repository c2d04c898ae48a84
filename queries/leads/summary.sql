/*
title    = "疑点概况"
question = "符合条件的疑点有多少，核查到哪一步，涉及多少基金？"
tables   = ["mart_lead", "lead_state"]

[columns]
items             = "疑点（条）"
fund_yuan         = "涉及基金（元）"
open_items        = "待核查（条）"
asked_items       = "待补材料（条）"
confirmed_items   = "已确认（条）"
refuted_items     = "已排除（条）"
confirmed_yuan    = "已确认基金（元）"
institution_items = "涉及机构（家）"
rule_items        = "规则（条）"

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

WITH lead AS (
    SELECT
        l.*,
        coalesce(s.state, '待核查') AS state,
        coalesce(s.confirmed, false) AS confirmed,
        coalesce(s.refuted, false) AS refuted
    FROM mart_lead AS l
    LEFT JOIN lead_state AS s ON s.finding_key = l.finding_key
    WHERE l.event_date IS NULL OR l.event_date <= $as_of
)

SELECT
    count(*) AS items,
    sum(fund_yuan) AS fund_yuan,
    count_if(state = '待核查') AS open_items,
    count_if(state = '待补材料') AS asked_items,
    count_if(confirmed) AS confirmed_items,
    count_if(refuted) AS refuted_items,
    sum(fund_yuan) FILTER (WHERE confirmed) AS confirmed_yuan,
    count(DISTINCT fixmedins_code) AS institution_items,
    count(DISTINCT code) AS rule_items
FROM lead
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
