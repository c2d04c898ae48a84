/*
title = "转院登记"
grain = "一次转院或院外检查登记一行"
key = ["trt_dcla_detl_sn"]
date = "refl_date"

[columns.trt_dcla_detl_sn]
label = "待遇申报明细流水号"

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.insutype]
label = "险种类型"
synonyms = ["险种", "险种类别", "参保险种", "医保类型", "医保分类", "参保类别"]

[columns.fixmedins_code]
label = "定点医药机构编号"
synonyms = [
    "定点机构编码", "定点医疗机构编码", "定点编号", "机构编码", "医疗机构编码", "国家机构编码", "国家医院编码",
    "医院编码", "定点单位编码", "medins_no", "org_code", "medins_code",
]

[columns.reflin_medins_no]
label = "转往定点医药机构编号"

[columns.refl_date]
label = "转院日期"

[columns.refl_setl_flag]
label = "转院结算标志"

[columns.begndate]
label = "开始日期"
synonyms = ["开始时间", "begntime"]

[columns.enddate]
label = "结束日期"
synonyms = ["结束时间", "endtime"]

[columns.diag_code]
label = "诊断代码"

[columns.diag_name]
label = "诊断名称"

[columns.setl_id]
label = "结算ID"
synonyms = ["结算信息ID", "结算流水号", "结算单据号"]

[columns.mdtrt_id]
label = "就诊ID"
synonyms = ["就诊信息ID", "就诊流水号", "住院流水号", "就诊登记号", "就医登记号", "住院登记号"]

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE refl_appy_evt_c (
    trt_dcla_detl_sn VARCHAR,
    psn_no           VARCHAR,
    insutype         VARCHAR,
    fixmedins_code   VARCHAR,
    reflin_medins_no VARCHAR,
    refl_date        DATE,
    refl_setl_flag   VARCHAR,
    begndate         DATE,
    enddate          DATE,
    diag_code        VARCHAR,
    diag_name        VARCHAR,
    setl_id          VARCHAR,
    mdtrt_id         VARCHAR,
    vali_flag        VARCHAR
);
