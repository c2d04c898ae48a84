/*
title = "费用明细"
grain = "一笔收费明细一行"
key = ["mdtrt_id", "bkkp_sn"]
date = "fee_ocur_time"

[columns.bkkp_sn]
label = "记账流水号"
synonyms = ["费用明细流水号", "明细流水号", "明细ID", "feedetl_sn"]

[columns.mdtrt_id]
label = "就诊ID"
synonyms = ["就诊信息ID", "就诊流水号", "住院流水号", "就诊登记号", "就医登记号", "住院登记号"]

[columns.setl_id]
label = "结算ID"
synonyms = ["结算信息ID", "结算流水号", "结算单据号"]

[columns.init_feedetl_sn]
label = "原费用明细流水号"

[columns.rx_drord_no]
label = "处方/医嘱号"
synonyms = ["处方号", "医嘱号", "处方组号", "drord_no", "rxno"]

[columns.fee_ocur_time]
label = "费用发生时间"
synonyms = ["费用发生日期", "费用日期", "发生日期", "收费时间"]

[columns.fixmedins_code]
label = "定点医药机构编号"
synonyms = [
    "定点机构编码", "定点医疗机构编码", "定点编号", "机构编码", "医疗机构编码", "国家机构编码", "国家医院编码",
    "医院编码", "定点单位编码", "medins_no", "org_code", "medins_code",
]

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.med_type]
label = "医疗类别"
synonyms = ["就诊医疗类别", "结算医疗类别", "受理医疗类别", "医保就诊类别", "就诊类别"]

[columns.insu_admdvs]
label = "参保所属医保区划"
synonyms = [
    "参保地", "参保地区", "参保所属地区", "参保统筹区", "参保地区划", "参保所属统筹区", "参保机构行政区",
    "insu_optins", "insuplc_admdvs",
]

[columns.hilist_code]
label = "医保目录编码"
synonyms = ["医保目录编号", "医保项目编码"]

[columns.hilist_name]
label = "医保目录名称"
synonyms = ["医保项目名称"]

[columns.list_type]
label = "目录类别"

[columns.med_list_codg]
label = "医疗目录编码"
synonyms = ["医疗目录编号", "国标代码", "国家编码", "医保国家编码", "医保编码"]

[columns.medins_list_codg]
label = "医药机构目录编码"
synonyms = ["项目代码", "项目编码", "收费项目编码", "fixmedins_hilist_id"]

[columns.medins_list_name]
label = "医药机构目录名称"
synonyms = ["医疗机构目录名称", "项目名称", "收费项目名称", "fixmedins_hilist_name"]

[columns.med_chrgitm_type]
label = "医疗收费项目类别"
synonyms = ["收费项目类别", "收费类别", "费用类别"]

[columns.chrgitm_lv]
label = "收费项目等级"
synonyms = ["项目等级（甲、乙、丙）", "目录等级", "甲乙类"]

[columns.spec]
label = "规格"

[columns.cnt]
label = "数量"

[columns.pric]
label = "单价"
synonyms = ["价格", "医院价格"]
unit = "元"

[columns.det_item_fee_sumamt]
label = "明细项目费用总额"
synonyms = ["金额", "明细金额", "费用金额", "项目金额"]
unit = "元"

[columns.pric_uplmt_amt]
label = "定价上限金额"
synonyms = ["限价", "医保支付标准"]
unit = "元"

[columns.selfpay_prop]
label = "自付比例"
synonyms = ["先自付比例"]

[columns.fulamt_ownpay_amt]
label = "全自费金额"
synonyms = ["自费", "自费金额"]
unit = "元"

[columns.overlmt_selfpay]
label = "超限价自费费用"
synonyms = ["overlmt_amt", "超限价自费金额", "超限价金额", "超限价"]
unit = "元"

[columns.preselfpay_amt]
label = "先行自付金额"
synonyms = ["先行自付", "乙类先行自付", "自理费用"]
unit = "元"

[columns.inscp_amt]
label = "符合范围金额"
synonyms = [
    "范围内费用", "符合政策范围金额", "符合医保报销金额", "医保政策范围内费用", "政策范围内费用", "医保范围金额",
    "符合基本医疗费用", "符合基本医疗费", "inscp_scp_amt",
]
unit = "元"

[columns.bilg_dept_name]
label = "开单科室名称"

[columns.bilg_dr_code]
label = "开单医师代码"
synonyms = ["bilg_dr_codg"]

[columns.lmt_used_flag]
label = "限制使用标志"

[columns.hi_nego_drug_flag]
label = "医保谈判药品标志"

[columns.list_sp_item_flag]
label = "目录特项标志"

[columns.dscg_tkdrug_flag]
label = "出院带药标志"

[columns.rx_circ_flag]
label = "处方流转标志"

[columns.prd_days]
label = "周期天数"
unit = "天"

[columns.bilg_dr_name]
label = "开单医师姓名"
synonyms = ["开方医生", "开单医生", "prsc_dr_name"]

[columns.acord_dept_name]
label = "受单科室名称"

[columns.acord_dr_name]
label = "受单医师姓名"
synonyms = ["orders_dr_name"]

[columns.etip_flag]
label = "外检标志"

[columns.tcmdrug_used_way]
label = "中药使用方式"

[columns.reim_prop]
label = "报销比例"

[columns.sin_dos_dscr]
label = "单次剂量描述"

[columns.used_frqu_dscr]
label = "使用频次描述"

[columns.memo]
label = "备注"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE fee_list_d (
    bkkp_sn             VARCHAR,
    mdtrt_id            VARCHAR,
    setl_id             VARCHAR,
    init_feedetl_sn     VARCHAR,
    rx_drord_no         VARCHAR,
    fee_ocur_time       TIMESTAMP,
    fixmedins_code      VARCHAR,
    psn_no              VARCHAR,
    med_type            VARCHAR,
    insu_admdvs         VARCHAR,
    hilist_code         VARCHAR,
    hilist_name         VARCHAR,
    list_type           VARCHAR,
    med_list_codg       VARCHAR,
    medins_list_codg    VARCHAR,
    medins_list_name    VARCHAR,
    med_chrgitm_type    VARCHAR,
    chrgitm_lv          VARCHAR,
    spec                VARCHAR,
    cnt                 DECIMAL(16,4),
    pric                DECIMAL(16,6),
    det_item_fee_sumamt DECIMAL(16,2),
    pric_uplmt_amt      DECIMAL(16,6),
    selfpay_prop        DECIMAL(5,4),
    fulamt_ownpay_amt   DECIMAL(16,2),
    overlmt_selfpay     DECIMAL(16,2),
    preselfpay_amt      DECIMAL(16,2),
    inscp_amt           DECIMAL(16,2),
    bilg_dept_name      VARCHAR,
    bilg_dr_code        VARCHAR,
    lmt_used_flag       VARCHAR,
    hi_nego_drug_flag   VARCHAR,
    list_sp_item_flag   VARCHAR,
    dscg_tkdrug_flag    VARCHAR,
    rx_circ_flag        VARCHAR,
    prd_days            INTEGER,
    bilg_dr_name        VARCHAR,
    acord_dept_name     VARCHAR,
    acord_dr_name       VARCHAR,
    etip_flag           VARCHAR,
    tcmdrug_used_way    VARCHAR,
    reim_prop           DECIMAL(5,4),
    sin_dos_dscr        VARCHAR,
    used_frqu_dscr      VARCHAR,
    memo                VARCHAR,
    vali_flag           VARCHAR
);
