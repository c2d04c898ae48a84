/*
title = "基金预算"
grain = "一年一险种收或支一科目一行"
key = ["year", "poolarea_no", "admdvs", "insutype", "fund_pay_type", "incexpd_flag", "subj_code", "subj_name"]

[columns.year]
label = "年度"
synonyms = ["年份"]

[columns.poolarea_no]
label = "统筹区编号"
synonyms = ["统筹区", "统筹区编码"]

[columns.admdvs]
label = "医保区划"

[columns.insutype]
label = "险种类型"
synonyms = ["险种", "险种类别", "参保险种", "医保类型", "医保分类", "参保类别"]

[columns.fund_pay_type]
label = "基金类别"

[columns.incexpd_flag]
label = "收支方向"

[columns.subj_code]
label = "科目编码"

[columns.subj_name]
label = "科目名称"
synonyms = ["科目"]

[columns.bdgt_amt]
label = "预算数"
synonyms = ["年初预算", "预算金额", "总额预算"]
unit = "元"

[columns.bdgt_adj_amt]
label = "调整预算数"
unit = "元"
*/
CREATE TABLE fund_bdgt_y (
    year          VARCHAR,
    poolarea_no   VARCHAR,
    admdvs        VARCHAR,
    insutype      VARCHAR,
    fund_pay_type VARCHAR,
    incexpd_flag  VARCHAR,
    subj_code     VARCHAR,
    subj_name     VARCHAR,
    bdgt_amt      DECIMAL(16,2),
    bdgt_adj_amt  DECIMAL(16,2)
);
