/*
title = "医疗机构信息"
grain = "一家医疗机构一行"
key = ["medins_code"]

[columns.medins_code]
label = "医疗机构代码"
synonyms = ["定点医药机构编号", "医疗机构编码", "medins_no", "org_code", "fixmedins_code"]

[columns.medins_name]
label = "医疗机构名称"
synonyms = ["定点医药机构名称", "fixmedins_name"]

[columns.uscc]
label = "统一社会信用代码"

[columns.admdvs]
label = "医保区划"

[columns.addr]
label = "联系地址"

[columns.lnt]
label = "经度"

[columns.lat]
label = "纬度"

[columns.medins_type]
label = "医疗服务机构类型"

[columns.medins_type_name]
label = "医疗服务机构类型名称"

[columns.medinslv]
label = "医疗机构等级"
synonyms = ["医院等级"]

[columns.medins_grade]
label = "医疗机构等次"

[columns.medins_natu]
label = "机构性质"

[columns.npmo_flag]
label = "非盈利机构标志"

[columns.biznat]
label = "经营性质"

[columns.grst_hosp_flag]
label = "基层医院标志"

[columns.aprv_bed_cnt]
label = "批准床位数量"
unit = "张"

[columns.pro_techstf_psncnt]
label = "专业技术人员人数"

[columns.medins_prac_lic_regno]
label = "医疗机构执业许可证登记号"

[columns.medins_prac_lic_expy]
label = "医疗机构执业许可证有效期限"

[columns.legrep_name]
label = "法定代表人姓名"

[columns.cred_lv]
label = "信用等级"

[columns.bank]
label = "开户银行"

[columns.bankacct]
label = "银行账号"

[columns.begntime]
label = "开始时间"
synonyms = ["开始日期", "begndate"]

[columns.endtime]
label = "结束时间"
synonyms = ["结束日期", "enddate"]

[columns.dialy_mach_cnt]
label = "血透机台数"
unit = "台"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE medins_info_b (
    medins_code           VARCHAR,
    medins_name           VARCHAR,
    uscc                  VARCHAR,
    admdvs                VARCHAR,
    addr                  VARCHAR,
    lnt                   VARCHAR,
    lat                   VARCHAR,
    medins_type           VARCHAR,
    medins_type_name      VARCHAR,
    medinslv              VARCHAR,
    medins_grade          VARCHAR,
    medins_natu           VARCHAR,
    npmo_flag             VARCHAR,
    biznat                VARCHAR,
    grst_hosp_flag        VARCHAR,
    aprv_bed_cnt          INTEGER,
    pro_techstf_psncnt    INTEGER,
    medins_prac_lic_regno VARCHAR,
    medins_prac_lic_expy  DATE,
    legrep_name           VARCHAR,
    cred_lv               VARCHAR,
    bank                  VARCHAR,
    bankacct              VARCHAR,
    begntime              TIMESTAMP,
    endtime               TIMESTAMP,
    dialy_mach_cnt        INTEGER,
    vali_flag             VARCHAR
);
