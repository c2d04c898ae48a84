/*
title = "商品销售"
grain = "一条销售或退货一行"
key = ["fixmedins_code", "medins_prod_sel_no"]
date = "sel_retn_time"

[columns.medins_prod_sel_no]
label = "商品销售流水号"

[columns.fixmedins_code]
label = "定点医药机构编号"
synonyms = [
    "定点机构编码", "定点医疗机构编码", "定点编号", "机构编码", "医疗机构编码", "国家机构编码", "国家医院编码",
    "医院编码", "定点单位编码", "medins_no", "org_code", "medins_code",
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
label = "批次流水号"

[columns.manu_lotnum]
label = "生产批号"
synonyms = ["批号"]

[columns.manu_date]
label = "生产日期"

[columns.expy_end]
label = "有效期止"

[columns.bilg_dr_name]
label = "开单医师姓名"
synonyms = ["开方医生", "开单医生", "prsc_dr_name"]

[columns.prsc_dr_certno]
label = "开单医师证件号码"

[columns.phar_name]
label = "药师姓名"

[columns.phar_prac_cert_no]
label = "药师执业资格证号"

[columns.hi_feesetl_type]
label = "医保费用结算类型"

[columns.setl_id]
label = "结算ID"
synonyms = ["结算信息ID", "结算流水号", "结算单据号"]

[columns.mdtrt_sn]
label = "就医流水号"

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.certno]
label = "证件号码"
synonyms = ["身份证号", "身份证号码", "社会保障号", "社会保障号码", "公民身份号码", "证件号"]

[columns.rx_flag]
label = "处方药标志"

[columns.rxno]
label = "处方号"

[columns.rx_circ_flag]
label = "外购处方标志"

[columns.trdn_flag]
label = "拆零标志"

[columns.finl_trns_pric]
label = "最终成交单价"
unit = "元"

[columns.sel_retn_cnt]
label = "销售/退货数量"

[columns.sel_retn_time]
label = "销售/退货时间"

[columns.sel_retn_opter_name]
label = "销售/退货经办人"

[columns.rtal_docno]
label = "零售单据号"

[columns.stoout_no]
label = "销售出库单据号"

[columns.bchno]
label = "批次号"

[columns.drug_trac_codg]
label = "药品追溯码"
synonyms = ["追溯码"]

[columns.drug_prod_barc]
label = "药品条形码"

[columns.elec_supn_codg]
label = "电子监管编码"

[columns.agnter_name]
label = "代办人姓名"

[columns.agnter_certno]
label = "代办人证件号码"

[columns.trml_no]
label = "终端编号"

[columns.face_id]
label = "人脸标识"

[columns.face_scr]
label = "人脸比对分值"

[columns.bkkp_sn]
label = "记账流水号"
synonyms = ["费用明细流水号", "明细流水号", "明细ID", "feedetl_sn"]

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE medins_prod_sel_d (
    medins_prod_sel_no  VARCHAR,
    fixmedins_code      VARCHAR,
    med_list_codg       VARCHAR,
    medins_list_codg    VARCHAR,
    medins_list_name    VARCHAR,
    fixmedins_bchno     VARCHAR,
    manu_lotnum         VARCHAR,
    manu_date           DATE,
    expy_end            DATE,
    bilg_dr_name        VARCHAR,
    prsc_dr_certno      VARCHAR,
    phar_name           VARCHAR,
    phar_prac_cert_no   VARCHAR,
    hi_feesetl_type     VARCHAR,
    setl_id             VARCHAR,
    mdtrt_sn            VARCHAR,
    psn_no              VARCHAR,
    certno              VARCHAR,
    rx_flag             VARCHAR,
    rxno                VARCHAR,
    rx_circ_flag        VARCHAR,
    trdn_flag           VARCHAR,
    finl_trns_pric      DECIMAL(16,6),
    sel_retn_cnt        DECIMAL(16,4),
    sel_retn_time       TIMESTAMP,
    sel_retn_opter_name VARCHAR,
    rtal_docno          VARCHAR,
    stoout_no           VARCHAR,
    bchno               VARCHAR,
    drug_trac_codg      VARCHAR,
    drug_prod_barc      VARCHAR,
    elec_supn_codg      VARCHAR,
    agnter_name         VARCHAR,
    agnter_certno       VARCHAR,
    trml_no             VARCHAR,
    face_id             VARCHAR,
    face_scr            DECIMAL(5,4),
    bkkp_sn             VARCHAR,
    vali_flag           VARCHAR
);
