/*
title = "人员基本信息"
grain = "一个参保或救助人员一行"
key = ["psn_no"]

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.psn_mgtcode]
label = "人员管理码"

[columns.psn_name]
label = "人员姓名"
synonyms = ["姓名", "患者姓名", "参保人姓名"]

[columns.psn_cert_type]
label = "人员证件类型"

[columns.certno]
label = "证件号码"
synonyms = ["身份证号", "身份证号码", "社会保障号", "社会保障号码", "公民身份号码", "证件号"]

[columns.gend]
label = "性别"
synonyms = ["人员性别"]

[columns.brdy]
label = "出生日期"
synonyms = ["出生年月"]

[columns.naty]
label = "民族"

[columns.mob]
label = "手机号码"
synonyms = ["手机号", "电话", "电话号码"]

[columns.tel]
label = "联系电话"

[columns.resd_natu]
label = "户口性质"

[columns.resd_loc_admdvs]
label = "户口所在地医保区划"

[columns.hsreg_addr]
label = "户籍地址"

[columns.live_admdvs]
label = "居住地医保区划"

[columns.live_addr]
label = "居住地址"

[columns.resdbook_no]
label = "户口簿编号"

[columns.surv_stas]
label = "生存状态"

[columns.retr_type]
label = "离退休类型"

[columns.town_name]
label = "乡镇街道"
synonyms = ["镇街", "镇（街）", "街道乡镇", "街道/乡镇", "乡镇"]

[columns.vil_name]
label = "村社区"
synonyms = ["村社", "村（居）", "社区", "村居", "村"]

[columns.die_date]
label = "死亡日期"
synonyms = ["死亡时间"]

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE psn_info_b (
    psn_no          VARCHAR,
    psn_mgtcode     VARCHAR,
    psn_name        VARCHAR,
    psn_cert_type   VARCHAR,
    certno          VARCHAR,
    gend            VARCHAR,
    brdy            DATE,
    naty            VARCHAR,
    mob             VARCHAR,
    tel             VARCHAR,
    resd_natu       VARCHAR,
    resd_loc_admdvs VARCHAR,
    hsreg_addr      VARCHAR,
    live_admdvs     VARCHAR,
    live_addr       VARCHAR,
    resdbook_no     VARCHAR,
    surv_stas       VARCHAR,
    retr_type       VARCHAR,
    town_name       VARCHAR,
    vil_name        VARCHAR,
    die_date        DATE,
    vali_flag       VARCHAR
);
