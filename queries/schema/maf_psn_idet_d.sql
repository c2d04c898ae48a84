/*
title = "医疗救助对象身份"
grain = "一人一段救助身份一行"
key = ["idet_rcd_id"]
date = "begntime"

[columns.idet_rcd_id]
label = "身份记录ID"

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.certno]
label = "证件号码"
synonyms = ["身份证号", "身份证号码", "社会保障号", "社会保障号码", "公民身份号码", "证件号"]

[columns.psn_name]
label = "人员姓名"
synonyms = ["姓名", "患者姓名", "参保人姓名"]

[columns.psn_idet_type]
label = "人员身份类别"
synonyms = [
    "身份", "救助身份", "医疗救助身份", "对象类别", "特殊人员身份类别", "人员类别", "资助身份", "民政待遇类别",
    "持证类别", "医疗困难类型", "获得资助身份类别", "代缴类别",
]

[columns.psn_type_lv]
label = "残疾等级"

[columns.begntime]
label = "开始时间"
synonyms = ["开始日期", "begndate"]

[columns.endtime]
label = "结束时间"
synonyms = ["结束日期", "enddate"]

[columns.memo]
label = "备注"

[columns.sp_psn_type]
label = "特殊人员类型"

[columns.idet_name_loc]
label = "身份名称"

[columns.data_souc]
label = "认定部门"

[columns.idet_admdvs]
label = "认定地区划"
synonyms = ["认定地"]

[columns.town_name]
label = "乡镇街道"
synonyms = ["镇街", "镇（街）", "街道乡镇", "街道/乡镇", "乡镇"]

[columns.vil_name]
label = "村社区"
synonyms = ["村社", "村（居）", "社区", "村居", "村"]

[columns.chg_type]
label = "变更类型"
synonyms = ["身份变更情况"]

[columns.cncl_time]
label = "身份取消时间"

[columns.hsehold_no]
label = "户号"

[columns.die_date]
label = "死亡日期"
synonyms = ["死亡时间"]

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE maf_psn_idet_d (
    idet_rcd_id   VARCHAR,
    psn_no        VARCHAR,
    certno        VARCHAR,
    psn_name      VARCHAR,
    psn_idet_type VARCHAR,
    psn_type_lv   VARCHAR,
    begntime      TIMESTAMP,
    endtime       TIMESTAMP,
    memo          VARCHAR,
    sp_psn_type   VARCHAR,
    idet_name_loc VARCHAR,
    data_souc     VARCHAR,
    idet_admdvs   VARCHAR,
    town_name     VARCHAR,
    vil_name      VARCHAR,
    chg_type      VARCHAR,
    cncl_time     TIMESTAMP,
    hsehold_no    VARCHAR,
    die_date      DATE,
    vali_flag     VARCHAR
);
