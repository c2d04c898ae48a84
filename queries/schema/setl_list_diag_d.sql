/*
title = "结算清单诊断"
grain = "一次结算一个诊断一行"
key = ["setl_list_diag_id"]
date_of = "setl_d"

[columns.setl_list_diag_id]
label = "结算清单诊断ID"

[columns.setl_id]
label = "结算ID"
synonyms = ["结算信息ID", "结算流水号", "结算单据号"]

[columns.mdtrt_id]
label = "就诊ID"
synonyms = ["就诊信息ID", "就诊流水号", "住院流水号", "就诊登记号", "就医登记号", "住院登记号"]

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.diag_type]
label = "诊断类别"

[columns.maindiag_flag]
label = "主诊断标志"

[columns.diag_code]
label = "诊断代码"

[columns.diag_name]
label = "诊断名称"

[columns.adm_cond_type]
label = "入院病情类型"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE setl_list_diag_d (
    setl_list_diag_id VARCHAR,
    setl_id           VARCHAR,
    mdtrt_id          VARCHAR,
    psn_no            VARCHAR,
    diag_type         VARCHAR,
    maindiag_flag     VARCHAR,
    diag_code         VARCHAR,
    diag_name         VARCHAR,
    adm_cond_type     VARCHAR,
    vali_flag         VARCHAR
);
