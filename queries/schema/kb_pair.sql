/*
title = "重复收费知识点"
grain = "一对不得同时收取的项目一行"
key = ["kb_pair_id"]
note = "生效日期为空表示一直有效；失效日期当日起不再有效；截至日期当日有效的才参与筛查"

[columns.kb_pair_id]
label = "知识点ID"

[columns.rule_code]
label = "规则编号"

[columns.kb_bch]
label = "批次"

[columns.time_win]
label = "时间范围"

[columns.main_item_code]
label = "主项编码"

[columns.main_item_name]
label = "主项名称"

[columns.sub_item_code]
label = "从项编码"

[columns.sub_item_name]
label = "从项名称"

[columns.memo]
label = "备注"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]

[columns.begndate]
label = "生效日期"

[columns.enddate]
label = "失效日期"
*/
CREATE TABLE kb_pair (
    kb_pair_id     VARCHAR,
    rule_code      VARCHAR,
    kb_bch         VARCHAR,
    time_win       VARCHAR,
    main_item_code VARCHAR,
    main_item_name VARCHAR,
    sub_item_code  VARCHAR,
    sub_item_name  VARCHAR,
    memo           VARCHAR,
    vali_flag      VARCHAR,
    begndate       DATE,
    enddate        DATE
);
