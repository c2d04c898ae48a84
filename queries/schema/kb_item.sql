/*
title = "两库知识点"
grain = "一个知识点对一个目录编码一行"
key = ["kb_item_id"]
note = """
数值列为空表示该知识点不限此项；多个取值用英文分号分隔。
生效日期为空表示一直有效；失效日期当日起不再有效；截至日期当日有效的才参与筛查。"""

[columns.kb_item_id]
label = "知识点ID"

[columns.rule_code]
label = "规则编号"

[columns.kb_bch]
label = "批次"

[columns.limit_type]
label = "限定类型"

[columns.item_code]
label = "目录编码"

[columns.item_name]
label = "目录名称"

[columns.limit_val]
label = "限定内容"

[columns.gend]
label = "限定性别"

[columns.age_unit]
label = "年龄单位"

[columns.min_age]
label = "最小年龄"

[columns.max_age]
label = "最大年龄"

[columns.allow_insutype]
label = "允许险种"

[columns.allow_med_type]
label = "允许医疗类别"

[columns.min_hosp_lv]
label = "最低医院级别"

[columns.max_days]
label = "最多支付天数"
unit = "天"

[columns.max_span_days]
label = "最长疗程跨度"
unit = "天"

[columns.min_gap_days]
label = "最短间隔"
unit = "天"

[columns.max_cnt]
label = "最多数量"

[columns.cnt_unit]
label = "计数单位"

[columns.period_days]
label = "周期天数"
unit = "天"

[columns.oprn_grp]
label = "手术组"

[columns.diag_ptn]
label = "诊断范围"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]

[columns.begndate]
label = "生效日期"

[columns.enddate]
label = "失效日期"
*/
CREATE TABLE kb_item (
    kb_item_id     VARCHAR,
    rule_code      VARCHAR,
    kb_bch         VARCHAR,
    limit_type     VARCHAR,
    item_code      VARCHAR,
    item_name      VARCHAR,
    limit_val      VARCHAR,
    gend           VARCHAR,
    age_unit       VARCHAR,
    min_age        DECIMAL(6,1),
    max_age        DECIMAL(6,1),
    allow_insutype VARCHAR,
    allow_med_type VARCHAR,
    min_hosp_lv    VARCHAR,
    max_days       INTEGER,
    max_span_days  INTEGER,
    min_gap_days   INTEGER,
    max_cnt        DECIMAL(16,4),
    cnt_unit       VARCHAR,
    period_days    INTEGER,
    oprn_grp       VARCHAR,
    diag_ptn       VARCHAR,
    vali_flag      VARCHAR,
    begndate       DATE,
    enddate        DATE
);
