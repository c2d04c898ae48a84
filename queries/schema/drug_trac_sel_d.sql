/*
title = "药品追溯码使用"
grain = "一个追溯码一次销售或退货一行"
key = ["trac_sn"]
date = "opt_time"

[columns.trac_sn]
label = "追溯流水号"

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

[columns.med_list_codg]
label = "医疗目录编码"
synonyms = ["医疗目录编号", "国标代码", "国家编码", "医保国家编码", "医保编码"]

[columns.medins_list_codg]
label = "医药机构目录编码"
synonyms = ["项目代码", "项目编码", "收费项目编码", "fixmedins_hilist_id"]

[columns.medins_list_name]
label = "医药机构目录名称"
synonyms = ["医疗机构目录名称", "项目名称", "收费项目名称", "fixmedins_hilist_name"]

[columns.fixmedins_bchno]
label = "定点医药机构批次流水号"

[columns.medins_prod_sel_no]
label = "定点医药机构商品销售流水号"

[columns.mdtrt_id]
label = "就诊ID"
synonyms = ["就诊信息ID", "就诊流水号", "住院流水号", "就诊登记号", "就医登记号", "住院登记号"]

[columns.mdtrt_setl_type]
label = "就诊结算类型"

[columns.bkkp_sn]
label = "记账流水号"
synonyms = ["费用明细流水号", "明细流水号", "明细ID", "feedetl_sn"]

[columns.drug_trac_codg]
label = "药品追溯码"
synonyms = ["追溯码"]

[columns.trdn_flag]
label = "拆零标志"

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.psn_cert_type]
label = "人员证件类型"

[columns.certno]
label = "证件号码"
synonyms = ["身份证号", "身份证号码", "社会保障号", "社会保障号码", "公民身份号码", "证件号"]

[columns.psn_name]
label = "人员姓名"
synonyms = ["姓名", "患者姓名", "参保人姓名"]

[columns.optins_no]
label = "经办机构编号"

[columns.opt_time]
label = "经办时间"
synonyms = ["经办日期"]

[columns.poolarea_no]
label = "统筹区编号"
synonyms = ["统筹区", "统筹区编码", "医保区划"]

[columns.memo]
label = "备注"

[columns.sel_retn_cnt]
label = "销售退货数量"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE drug_trac_sel_d (
    trac_sn            VARCHAR,
    fixmedins_code     VARCHAR,
    fixmedins_name     VARCHAR,
    med_list_codg      VARCHAR,
    medins_list_codg   VARCHAR,
    medins_list_name   VARCHAR,
    fixmedins_bchno    VARCHAR,
    medins_prod_sel_no VARCHAR,
    mdtrt_id           VARCHAR,
    mdtrt_setl_type    VARCHAR,
    bkkp_sn            VARCHAR,
    drug_trac_codg     VARCHAR,
    trdn_flag          VARCHAR,
    psn_no             VARCHAR,
    psn_cert_type      VARCHAR,
    certno             VARCHAR,
    psn_name           VARCHAR,
    optins_no          VARCHAR,
    opt_time           TIMESTAMP,
    poolarea_no        VARCHAR,
    memo               VARCHAR,
    sel_retn_cnt       DECIMAL(16,4),
    vali_flag          VARCHAR
);
