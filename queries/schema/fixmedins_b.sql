/*
title = "定点医药机构"
grain = "一家定点医药机构一行"
key = ["fixmedins_code"]

[columns.fixmedins_code]
label = "定点医药机构编号"
synonyms = [
    "定点机构编码", "定点医疗机构编码", "定点编号", "机构编码", "医疗机构编码", "国家机构编码", "国家医院编码",
    "医院编码", "定点单位编码", "medins_no", "org_code", "medins_code",
]

[columns.fixmedins_name]
label = "定点医药机构名称"
synonyms = [
    "定点机构名称", "定点医疗机构名称", "定点名称", "机构名称", "医疗机构名称", "医院名称", "就诊医疗机构名称",
    "国家医院名称", "定点单位名称", "医疗机构", "medins_name", "org_name",
]

[columns.fixmedins_type]
label = "定点医疗服务机构类型"

[columns.uscc]
label = "统一社会信用代码"

[columns.medins_mgtcode]
label = "医药机构管理码"

[columns.hosp_lv]
label = "医院等级"
synonyms = ["医药机构等级", "医院级别", "机构等级", "级别（医保收费等级）"]

[columns.lmtpric_hosp_lv]
label = "限价医院等级"

[columns.dedc_hosp_lv]
label = "起付线医院等级"

[columns.fix_blng_admdvs]
label = "定点归属医保区划"
synonyms = ["结算统筹区", "所属地区", "所属区", "就医地", "就诊地", "fixmedins_poolarea"]

[columns.begntime]
label = "开始时间"
synonyms = ["开始日期", "begndate"]

[columns.endtime]
label = "结束时间"
synonyms = ["结束日期", "enddate"]

[columns.fix_onln_open_flag]
label = "定点联网开通标志"

[columns.out_fixmedins_type]
label = "异地医药机构类型"

[columns.out_onln_open_type]
label = "异地联网开通类型"

[columns.nat_plaf_code]
label = "国家异地平台机构编号"

[columns.prov_plaf_code]
label = "省内异地平台机构编号"

[columns.hi_resper_name]
label = "医保办负责人姓名"

[columns.hi_resper_tel]
label = "医保办负责人联系电话"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE fixmedins_b (
    fixmedins_code     VARCHAR,
    fixmedins_name     VARCHAR,
    fixmedins_type     VARCHAR,
    uscc               VARCHAR,
    medins_mgtcode     VARCHAR,
    hosp_lv            VARCHAR,
    lmtpric_hosp_lv    VARCHAR,
    dedc_hosp_lv       VARCHAR,
    fix_blng_admdvs    VARCHAR,
    begntime           TIMESTAMP,
    endtime            TIMESTAMP,
    fix_onln_open_flag VARCHAR,
    out_fixmedins_type VARCHAR,
    out_onln_open_type VARCHAR,
    nat_plaf_code      VARCHAR,
    prov_plaf_code     VARCHAR,
    hi_resper_name     VARCHAR,
    hi_resper_tel      VARCHAR,
    vali_flag          VARCHAR
);
