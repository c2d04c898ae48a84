/*
title = "零售药店信息"
grain = "一家零售药店一行"
key = ["rtal_phac_code"]

[columns.rtal_phac_code]
label = "零售药店代码"
synonyms = ["定点医药机构编号", "零售药店编码", "medins_no", "org_code", "fixmedins_code"]

[columns.rtal_phac_name]
label = "零售药店名称"
synonyms = ["定点医药机构名称", "fixmedins_name"]

[columns.prnt_rtal_phac_code]
label = "父级零售药店代码"

[columns.phac_chan_type]
label = "药店连锁类型"

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

[columns.drug_biz_lic_no]
label = "药品经营许可证号"

[columns.drug_biz_scp]
label = "药品经营范围"

[columns.equ_biz_lic_no]
label = "医疗器械经营许可证号"

[columns.phar_psncnt]
label = "药师人数"

[columns.biz_stas]
label = "经营状态"

[columns.legrep_name]
label = "法定代表人姓名"

[columns.biz_lic_expy_endtime]
label = "营业执照有效期结束时间"

[columns.bankacct]
label = "银行账号"

[columns.cred_lv]
label = "信用等级"

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
CREATE TABLE rtal_phac_b (
    rtal_phac_code       VARCHAR,
    rtal_phac_name       VARCHAR,
    prnt_rtal_phac_code  VARCHAR,
    phac_chan_type       VARCHAR,
    uscc                 VARCHAR,
    admdvs               VARCHAR,
    addr                 VARCHAR,
    lnt                  VARCHAR,
    lat                  VARCHAR,
    drug_biz_lic_no      VARCHAR,
    drug_biz_scp         VARCHAR,
    equ_biz_lic_no       VARCHAR,
    phar_psncnt          INTEGER,
    biz_stas             VARCHAR,
    legrep_name          VARCHAR,
    biz_lic_expy_endtime TIMESTAMP,
    bankacct             VARCHAR,
    cred_lv              VARCHAR,
    begntime             TIMESTAMP,
    endtime              TIMESTAMP,
    vali_flag            VARCHAR
);
