/*
title = "资助参保标准"
grain = "一年一险种一类资助对象一行"
key = ["year", "insutype", "psn_idet_type", "idet_name_loc"]

[columns.year]
label = "年度"
synonyms = ["年份"]

[columns.insutype]
label = "险种类型"
synonyms = ["险种", "险种类别", "参保险种", "医保类型", "医保分类", "参保类别"]

[columns.psn_idet_type]
label = "人员身份类别"
synonyms = [
    "身份", "救助身份", "医疗救助身份", "对象类别", "特殊人员身份类别", "人员类别", "资助身份", "民政待遇类别",
    "持证类别", "医疗困难类型", "获得资助身份类别", "代缴类别",
]

[columns.idet_name_loc]
label = "身份名称"

[columns.fund_way]
label = "资助方式"

[columns.maf_subs_amt]
label = "资助金额"
synonyms = ["代缴金额", "资助代缴金额", "居民医保缴费金额"]
unit = "元"
*/
CREATE TABLE maf_fund_std (
    year          VARCHAR,
    insutype      VARCHAR,
    psn_idet_type VARCHAR,
    idet_name_loc VARCHAR,
    fund_way      VARCHAR,
    maf_subs_amt  DECIMAL(16,2)
);
