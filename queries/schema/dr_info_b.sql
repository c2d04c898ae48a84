/*
title = "医师信息"
grain = "一名医师在一家机构执业一行"
key = ["dr_code", "medins_code"]
note = "多点执业的医师每家机构一行"

[columns.dr_code]
label = "医师代码"
synonyms = ["医师编码", "执业人员代码", "prac_psn_code"]

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.dr_name]
label = "医师姓名"
synonyms = ["执业人员姓名", "prac_psn_name"]

[columns.dr_prac_type]
label = "医师执业类别"

[columns.dr_prac_scp_code]
label = "医师执业范围代码"

[columns.dr_prac_scp_name]
label = "医师执业范围名称"

[columns.dr_pro_tech_duty]
label = "医师专业技术职务"

[columns.dr_prac_lv]
label = "医师执业级别"

[columns.mul_prac_flag]
label = "多点执业标志"

[columns.main_pracins_no]
label = "主执业机构编号"

[columns.main_pracins_name]
label = "主执业机构名称"

[columns.medins_code]
label = "医疗机构代码"
synonyms = ["定点医药机构编号", "medins_no", "org_code", "fixmedins_code"]

[columns.medins_name]
label = "医疗机构名称"
synonyms = ["fixmedins_name"]

[columns.prac_stas]
label = "执业状态"

[columns.psn_stas]
label = "人员状态"

[columns.cntr_begntime]
label = "合同起始时间"

[columns.cntr_endtime]
label = "合同截止时间"

[columns.nemp_time]
label = "离职时间"

[columns.vola_bhvr]
label = "违规行为"

[columns.cred_lv]
label = "信用等级"

[columns.dr_prac_cert_no]
label = "医师执业证书编号"
synonyms = ["资格证书编码"]

[columns.admdvs]
label = "医保区划"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE dr_info_b (
    dr_code           VARCHAR,
    psn_no            VARCHAR,
    dr_name           VARCHAR,
    dr_prac_type      VARCHAR,
    dr_prac_scp_code  VARCHAR,
    dr_prac_scp_name  VARCHAR,
    dr_pro_tech_duty  VARCHAR,
    dr_prac_lv        VARCHAR,
    mul_prac_flag     VARCHAR,
    main_pracins_no   VARCHAR,
    main_pracins_name VARCHAR,
    medins_code       VARCHAR,
    medins_name       VARCHAR,
    prac_stas         VARCHAR,
    psn_stas          VARCHAR,
    cntr_begntime     TIMESTAMP,
    cntr_endtime      TIMESTAMP,
    nemp_time         TIMESTAMP,
    vola_bhvr         VARCHAR,
    cred_lv           VARCHAR,
    dr_prac_cert_no   VARCHAR,
    admdvs            VARCHAR,
    vali_flag         VARCHAR
);
