/*
title = "失能等级评估"
grain = "一次评估一行"
key = ["ltc_asmt_id"]
date = "asmt_date"

[columns.ltc_asmt_id]
label = "评估ID"

[columns.appy_no]
label = "申请编号"

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.certno]
label = "证件号码"
synonyms = ["身份证号", "身份证号码", "社会保障号", "社会保障号码", "公民身份号码", "证件号"]

[columns.insutype]
label = "险种类型"
synonyms = ["险种", "险种类别", "参保险种", "医保类型", "医保分类", "参保类别"]

[columns.appy_date]
label = "申请日期"

[columns.accp_date]
label = "受理日期"

[columns.appy_type]
label = "申请类型"

[columns.asmt_org_code]
label = "评估机构编号"

[columns.asmt_org_name]
label = "评估机构名称"

[columns.asmt_psn1_name]
label = "评估人员1"

[columns.asmt_psn2_name]
label = "评估人员2"

[columns.asmt_date]
label = "现场评估日期"

[columns.adl_scr]
label = "日常生活活动能力得分"

[columns.cogn_scr]
label = "认知能力得分"

[columns.sens_comm_scr]
label = "感知觉与沟通能力得分"

[columns.adl_lv]
label = "日常生活活动能力等级"

[columns.cogn_lv]
label = "认知能力等级"

[columns.sens_comm_lv]
label = "感知觉与沟通等级"

[columns.ltc_disa_lv]
label = "长期护理失能等级"

[columns.pub_begndate]
label = "公示开始日期"

[columns.pub_enddate]
label = "公示结束日期"

[columns.cncl_date]
label = "结论出具日期"

[columns.trt_begndate]
label = "待遇开始日期"

[columns.trt_enddate]
label = "待遇结束日期"

[columns.rchk_flag]
label = "复核/异议标志"

[columns.asmt_fee]
label = "评估费用"
unit = "元"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE ltc_asmt_d (
    ltc_asmt_id    VARCHAR,
    appy_no        VARCHAR,
    psn_no         VARCHAR,
    certno         VARCHAR,
    insutype       VARCHAR,
    appy_date      DATE,
    accp_date      DATE,
    appy_type      VARCHAR,
    asmt_org_code  VARCHAR,
    asmt_org_name  VARCHAR,
    asmt_psn1_name VARCHAR,
    asmt_psn2_name VARCHAR,
    asmt_date      DATE,
    adl_scr        DECIMAL(5,1),
    cogn_scr       DECIMAL(5,1),
    sens_comm_scr  DECIMAL(5,1),
    adl_lv         VARCHAR,
    cogn_lv        VARCHAR,
    sens_comm_lv   VARCHAR,
    ltc_disa_lv    VARCHAR,
    pub_begndate   DATE,
    pub_enddate    DATE,
    cncl_date      DATE,
    trt_begndate   DATE,
    trt_enddate    DATE,
    rchk_flag      VARCHAR,
    asmt_fee       DECIMAL(16,2),
    vali_flag      VARCHAR
);
