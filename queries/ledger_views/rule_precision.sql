/*
title  = "规则的历史精确率"
grain  = "核查过疑点的每条规则一行"
tables = ["lead_state"]
note   = """
精确率 =（确认 + 1）÷（确认 + 排除 + 2）：没有核查过的规则为 0.5，查得越多越接近实际。
优先级 = 基金金额分位 × 判级权重 × 规则历史精确率 × 复发系数。"""
*/
CREATE OR REPLACE VIEW rule_precision AS
SELECT
    code,
    count_if(confirmed) AS confirmed_items,
    count_if(refuted) AS refuted_items
FROM lead_state
WHERE code IS NOT NULL
GROUP BY code;

CREATE OR REPLACE MACRO precision_of(confirmed_items, refuted_items) AS
(coalesce(confirmed_items, 0) + 1) / (coalesce(confirmed_items, 0) + coalesce(refuted_items, 0) + 2);

CREATE OR REPLACE MACRO lead_priority(fund_rank, class_weight, precision_rate, recurrence) AS
fund_rank * class_weight * precision_rate * recurrence;
