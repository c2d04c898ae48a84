/*
title = "就诊信息"
grain = "一次就诊一行"
key = ["mdtrt_id"]
date = "begntime"

[columns.mdtrt_id]
label = "就诊ID"
synonyms = ["就诊信息ID", "就诊流水号", "住院流水号", "就诊登记号", "就医登记号", "住院登记号"]

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.certno]
label = "证件号码"
synonyms = ["身份证号", "身份证号码", "社会保障号", "社会保障号码", "公民身份号码", "证件号"]

[columns.psn_name]
label = "人员姓名"
synonyms = ["姓名", "患者姓名", "参保人姓名"]

[columns.gend]
label = "性别"
synonyms = ["人员性别"]

[columns.brdy]
label = "出生日期"
synonyms = ["出生年月"]

[columns.age]
label = "年龄"
synonyms = ["人员年龄"]
unit = "岁"

[columns.insutype]
label = "险种类型"
synonyms = ["险种", "险种类别", "参保险种", "医保类型", "医保分类", "参保类别"]

[columns.psn_type]
label = "人员类别"
synonyms = ["人员类型", "医疗待遇类别", "待遇类别", "医疗人员类别", "人员属性"]

[columns.sp_psn_type]
label = "特殊人员类型"

[columns.clct_grde]
label = "缴费档次"
synonyms = ["参保档次"]

[columns.insu_admdvs]
label = "参保所属医保区划"
synonyms = [
    "参保地", "参保地区", "参保所属地区", "参保统筹区", "参保地区划", "参保所属统筹区", "参保机构行政区",
    "insu_optins", "insuplc_admdvs",
]

[columns.pay_loc]
label = "支付地点类别"
synonyms = ["医药机构地点类别"]

[columns.fixmedins_code]
label = "定点医药机构编号"
synonyms = [
    "定点机构编码", "定点医疗机构编码", "定点编号", "机构编码", "医疗机构编码", "国家机构编码", "国家医院编码",
    "医院编码", "定点单位编码", "medins_no", "org_code", "medins_code",
]

[columns.fix_blng_admdvs]
label = "定点归属医保区划"
synonyms = ["结算统筹区", "所属地区", "所属区", "就医地", "就诊地", "fixmedins_poolarea"]

[columns.begntime]
label = "开始时间"
synonyms = ["入院日期", "入院时间", "开始日期", "就医开始时间", "就诊日期", "就医时间", "begndate"]

[columns.endtime]
label = "结束时间"
synonyms = ["出院日期", "出院时间", "结束日期", "就医结束时间", "enddate"]

[columns.mdtrt_cert_type]
label = "就诊凭证类型"

[columns.med_type]
label = "医疗类别"
synonyms = ["就诊医疗类别", "结算医疗类别", "受理医疗类别", "医保就诊类别", "就诊类别"]

[columns.ipt_otp_no]
label = "住院/门诊号"
synonyms = ["住院号", "门诊号", "病案号", "就诊号", "ipt_no", "otp_no"]

[columns.medrcdno]
label = "病历号"

[columns.chfpdr_code]
label = "主诊医师代码"
synonyms = ["主治医师编码", "atddr_no"]

[columns.adm_dept_name]
label = "入院科室名称"
synonyms = ["入院科室", "科室名称", "科室"]

[columns.dscg_dept_name]
label = "出院科室名称"
synonyms = ["出院科室", "病区"]

[columns.dscg_maindiag_code]
label = "住院主诊断代码"
synonyms = ["出院病种识别码", "疾病编码ICD"]

[columns.dscg_maindiag_name]
label = "住院主诊断名称"
synonyms = ["住院主诊断", "出院病种名称", "疾病诊断名称", "入院诊断", "诊断"]

[columns.dscg_way]
label = "离院方式"

[columns.dise_no]
label = "病种编号"
synonyms = ["病种编码", "国家病种编码", "dise_codg"]

[columns.ipt_days]
label = "住院天数"
synonyms = ["实际住院天数", "床日数"]
unit = "天"

[columns.inhosp_stas]
label = "在院状态"

[columns.die_date]
label = "死亡日期"
synonyms = ["死亡时间"]

[columns.ttp_pay_flag]
label = "第三方赔付标志"

[columns.trt_dcla_detl_sn]
label = "待遇申报明细流水号"

[columns.medins_setl_id]
label = "医药机构结算ID"
synonyms = ["医药机构结算流水号"]

[columns.psn_insu_rlts_id]
label = "人员参保关系ID"

[columns.psn_cert_type]
label = "人员证件类型"

[columns.sp_psn_type_lv]
label = "特殊人员类型等级"

[columns.nwb_flag]
label = "新生儿标志"

[columns.hosp_lv]
label = "医院等级"
synonyms = ["医药机构等级", "医院级别", "机构等级", "级别（医保收费等级）"]

[columns.fixmedins_name]
label = "定点医药机构名称"
synonyms = [
    "定点机构名称", "定点医疗机构名称", "定点名称", "机构名称", "医疗机构名称", "医院名称", "就诊医疗机构名称",
    "国家医院名称", "定点单位名称", "医疗机构", "medins_name", "org_name",
]

[columns.refl_old_mdtrt_id]
label = "转诊前就诊ID"

[columns.chfpdr_name]
label = "主诊医师姓名"
synonyms = ["主诊医师", "主治医师姓名", "主管医生姓名", "atddr_name"]

[columns.adm_caty]
label = "入院科别"

[columns.dscg_caty]
label = "出院科别"

[columns.dise_name]
label = "病种名称"
synonyms = ["国家病种名称"]

[columns.matn_type]
label = "生育类别"

[columns.poolarea_no]
label = "统筹区编号"
synonyms = ["统筹区", "统筹区编码", "医保区划"]

[columns.mdtrt_chnl]
label = "就诊渠道"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE mdtrt_d (
    mdtrt_id           VARCHAR,
    psn_no             VARCHAR,
    certno             VARCHAR,
    psn_name           VARCHAR,
    gend               VARCHAR,
    brdy               DATE,
    age                DECIMAL(4,1),
    insutype           VARCHAR,
    psn_type           VARCHAR,
    sp_psn_type        VARCHAR,
    clct_grde          VARCHAR,
    insu_admdvs        VARCHAR,
    pay_loc            VARCHAR,
    fixmedins_code     VARCHAR,
    fix_blng_admdvs    VARCHAR,
    begntime           TIMESTAMP,
    endtime            TIMESTAMP,
    mdtrt_cert_type    VARCHAR,
    med_type           VARCHAR,
    ipt_otp_no         VARCHAR,
    medrcdno           VARCHAR,
    chfpdr_code        VARCHAR,
    adm_dept_name      VARCHAR,
    dscg_dept_name     VARCHAR,
    dscg_maindiag_code VARCHAR,
    dscg_maindiag_name VARCHAR,
    dscg_way           VARCHAR,
    dise_no            VARCHAR,
    ipt_days           INTEGER,
    inhosp_stas        VARCHAR,
    die_date           DATE,
    ttp_pay_flag       VARCHAR,
    trt_dcla_detl_sn   VARCHAR,
    medins_setl_id     VARCHAR,
    psn_insu_rlts_id   VARCHAR,
    psn_cert_type      VARCHAR,
    sp_psn_type_lv     VARCHAR,
    nwb_flag           VARCHAR,
    hosp_lv            VARCHAR,
    fixmedins_name     VARCHAR,
    refl_old_mdtrt_id  VARCHAR,
    chfpdr_name        VARCHAR,
    adm_caty           VARCHAR,
    dscg_caty          VARCHAR,
    dise_name          VARCHAR,
    matn_type          VARCHAR,
    poolarea_no        VARCHAR,
    mdtrt_chnl         VARCHAR,
    vali_flag          VARCHAR
);
