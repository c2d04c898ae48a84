/*
title = "定点医药机构暂停"
grain = "一家机构一次暂停一行"
key = ["fixmedins_code", "fixmedins_paus_type", "begntime"]
date = "begntime"

[columns.fixmedins_code]
label = "定点医药机构编号"
synonyms = [
    "定点机构编码", "定点医疗机构编码", "定点编号", "机构编码", "医疗机构编码", "国家机构编码", "国家医院编码",
    "医院编码", "定点单位编码", "medins_no", "org_code", "medins_code",
]

[columns.fixmedins_paus_type]
label = "定点医药机构暂停类型"

[columns.begntime]
label = "开始时间"
synonyms = ["开始日期", "begndate"]

[columns.endtime]
label = "结束时间"
synonyms = ["结束日期", "enddate"]

[columns.memo]
label = "备注"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE fixmedins_paus_d (
    fixmedins_code      VARCHAR,
    fixmedins_paus_type VARCHAR,
    begntime            TIMESTAMP,
    endtime             TIMESTAMP,
    memo                VARCHAR,
    vali_flag           VARCHAR
);
