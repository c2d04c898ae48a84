/*
title = "医师支付资格暂停"
grain = "一名医师一次支付资格暂停或终止一行"
key = ["dr_code", "paus_type", "begntime"]
date = "begntime"

[columns.dr_code]
label = "医师代码"
synonyms = ["医师编码"]

[columns.paus_type]
label = "暂停类别"

[columns.begntime]
label = "开始时间"
synonyms = ["开始日期", "begndate"]

[columns.endtime]
label = "结束时间"
synonyms = ["结束日期", "enddate"]

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE dr_paus_d (
    dr_code   VARCHAR,
    paus_type VARCHAR,
    begntime  TIMESTAMP,
    endtime   TIMESTAMP,
    vali_flag VARCHAR
);
