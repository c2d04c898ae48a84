/*
title = "人员参保信息"
grain = "一人一段参保关系一行"
key = ["psn_insu_rlts_id"]
date = "crt_insu_date"

[columns.psn_insu_rlts_id]
label = "人员参保关系ID"

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.emp_no]
label = "单位编号"

[columns.insutype]
label = "险种类型"
synonyms = ["险种", "险种类别", "参保险种", "医保分类", "参保类别"]

[columns.psn_insu_stas]
label = "人员参保状态"
synonyms = ["参保状态", "参保情况"]

[columns.crt_insu_date]
label = "本次参保日期"

[columns.paus_insu_date]
label = "暂停参保日期"

[columns.psn_insu_date]
label = "本系统首次参保日期"

[columns.fst_insu_ym]
label = "首次参保年月"

[columns.psn_type]
label = "人员类别"
synonyms = ["人员类型", "医疗待遇类别", "待遇类别", "医疗人员类别", "人员属性"]

[columns.insutype_retr_flag]
label = "险种离退休标志"

[columns.hi_type]
label = "医保类型"

[columns.clct_way]
label = "征收方式"

[columns.max_acctprd]
label = "最大做账期号"

[columns.acct_crtn_ym]
label = "账户建立年月"

[columns.retr_trt_begn_date]
label = "退休待遇开始日期"

[columns.retr_trt_enjymnt_flag]
label = "退休待遇享受标志"

[columns.insu_admdvs]
label = "参保所属医保区划"
synonyms = [
    "参保地", "参保地区", "参保所属地区", "参保统筹区", "参保地区划", "参保所属统筹区", "参保机构行政区",
    "insu_optins", "insuplc_admdvs",
]

[columns.poolarea_no]
label = "统筹区编号"
synonyms = ["统筹区", "统筹区编码", "医保区划"]

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE psn_insu_d (
    psn_insu_rlts_id      VARCHAR,
    psn_no                VARCHAR,
    emp_no                VARCHAR,
    insutype              VARCHAR,
    psn_insu_stas         VARCHAR,
    crt_insu_date         DATE,
    paus_insu_date        DATE,
    psn_insu_date         DATE,
    fst_insu_ym           VARCHAR,
    psn_type              VARCHAR,
    insutype_retr_flag    VARCHAR,
    hi_type               VARCHAR,
    clct_way              VARCHAR,
    max_acctprd           VARCHAR,
    acct_crtn_ym          VARCHAR,
    retr_trt_begn_date    DATE,
    retr_trt_enjymnt_flag VARCHAR,
    insu_admdvs           VARCHAR,
    poolarea_no           VARCHAR,
    vali_flag             VARCHAR
);
