/*
title = "死亡登记"
grain = "一名死亡人员一行"
key = ["psn_no", "certno"]
date = "die_date"

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.certno]
label = "证件号码"
synonyms = ["身份证号", "身份证号码", "社会保障号", "社会保障号码", "公民身份号码", "证件号"]

[columns.psn_name]
label = "人员姓名"
synonyms = ["姓名", "患者姓名", "参保人姓名"]

[columns.die_date]
label = "死亡日期"
synonyms = ["死亡时间"]

[columns.data_souc]
label = "数据来源"
synonyms = ["认定部门"]
*/
CREATE TABLE death (
    psn_no    VARCHAR,
    certno    VARCHAR,
    psn_name  VARCHAR,
    die_date  DATE,
    data_souc VARCHAR
);
