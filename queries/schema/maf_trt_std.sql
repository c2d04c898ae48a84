/*
title = "救助待遇标准"
grain = "一年一类救助对象一行"
key = ["year", "psn_idet_type", "idet_name_loc"]

[columns.year]
label = "年度"
synonyms = ["年份"]

[columns.psn_idet_type]
label = "人员身份类别"
synonyms = [
    "身份", "救助身份", "医疗救助身份", "对象类别", "特殊人员身份类别", "人员类别", "资助身份", "民政待遇类别",
    "持证类别", "医疗困难类型", "获得资助身份类别", "代缴类别",
]

[columns.idet_name_loc]
label = "身份名称"

[columns.maf_dedc]
label = "救助起付标准"
unit = "元"

[columns.maf_prop]
label = "救助比例"

[columns.year_lmt]
label = "年度限额"
unit = "元"
*/
CREATE TABLE maf_trt_std (
    year          VARCHAR,
    psn_idet_type VARCHAR,
    idet_name_loc VARCHAR,
    maf_dedc      DECIMAL(16,2),
    maf_prop      DECIMAL(5,4),
    year_lmt      DECIMAL(16,2)
);
