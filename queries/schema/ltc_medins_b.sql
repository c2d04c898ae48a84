/*
title = "长护定点机构"
grain = "一家长护定点机构一行"
key = ["ltc_medins_code"]

[columns.ltc_medins_code]
label = "长护定点机构编号"

[columns.ltc_medins_name]
label = "长护定点机构名称"

[columns.uscc]
label = "统一社会信用代码"

[columns.ltc_medins_type]
label = "机构类型"

[columns.admdvs]
label = "医保区划"

[columns.aprv_bed_cnt]
label = "批准床位数量"
unit = "张"

[columns.caregiver_cnt]
label = "护理人员数"

[columns.begntime]
label = "定点开始时间"
synonyms = ["开始日期", "begndate"]

[columns.endtime]
label = "定点结束时间"
synonyms = ["结束日期", "enddate"]

[columns.legrep_name]
label = "法定代表人姓名"

[columns.bankacct]
label = "银行账号"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE ltc_medins_b (
    ltc_medins_code VARCHAR,
    ltc_medins_name VARCHAR,
    uscc            VARCHAR,
    ltc_medins_type VARCHAR,
    admdvs          VARCHAR,
    aprv_bed_cnt    INTEGER,
    caregiver_cnt   INTEGER,
    begntime        TIMESTAMP,
    endtime         TIMESTAMP,
    legrep_name     VARCHAR,
    bankacct        VARCHAR,
    vali_flag       VARCHAR
);
