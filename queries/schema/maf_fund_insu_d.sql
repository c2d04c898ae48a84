/*
title = "资助参保"
grain = "一人一年一笔资助一行"
key = ["fund_insu_id"]
date = "clct_time"

[columns.fund_insu_id]
label = "资助参保记录ID"

[columns.year]
label = "年度"
synonyms = ["年份"]

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.certno]
label = "证件号码"
synonyms = ["身份证号", "身份证号码", "社会保障号", "社会保障号码", "公民身份号码", "证件号"]

[columns.psn_name]
label = "人员姓名"
synonyms = ["姓名", "患者姓名", "参保人姓名"]

[columns.insutype]
label = "险种类型"
synonyms = ["险种", "险种类别", "参保险种", "医保类型", "医保分类", "参保类别"]

[columns.clct_grde]
label = "缴费档次"
synonyms = ["参保档次"]

[columns.psn_idet_type]
label = "人员身份类别"
synonyms = [
    "身份", "救助身份", "医疗救助身份", "对象类别", "特殊人员身份类别", "人员类别", "资助身份", "民政待遇类别",
    "持证类别", "医疗困难类型", "获得资助身份类别", "代缴类别",
]

[columns.idet_name_loc]
label = "资助身份名称"

[columns.fund_way]
label = "资助方式"

[columns.maf_subs_amt]
label = "资助金额"
synonyms = ["代缴金额", "资助代缴金额", "居民医保缴费金额"]
unit = "元"

[columns.psn_clct_amt]
label = "个人缴费金额"
synonyms = ["个人实缴金额", "个人支付"]
unit = "元"

[columns.clct_sumamt]
label = "缴费总金额"
synonyms = ["缴费总额"]
unit = "元"

[columns.clct_time]
label = "缴费时间"
synonyms = ["缴费日期", "代缴日期", "支付日期"]

[columns.pay_dept]
label = "代缴资金支付部门"

[columns.pay_bchno]
label = "请款批次"

[columns.town_name]
label = "镇街"
synonyms = ["镇（街）", "街道乡镇", "乡镇街道", "街道/乡镇", "乡镇"]

[columns.vil_name]
label = "村社"
synonyms = ["村（居）", "社区", "村居", "村"]

[columns.in_fund_date]
label = "纳入资助时间"

[columns.die_date]
label = "死亡日期"
synonyms = ["死亡时间"]

[columns.oth_insu_flag]
label = "是否参保职工"

[columns.nofund_rea]
label = "未参保/未资助原因"
synonyms = ["未参保原因"]

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE maf_fund_insu_d (
    fund_insu_id  VARCHAR,
    year          VARCHAR,
    psn_no        VARCHAR,
    certno        VARCHAR,
    psn_name      VARCHAR,
    insutype      VARCHAR,
    clct_grde     VARCHAR,
    psn_idet_type VARCHAR,
    idet_name_loc VARCHAR,
    fund_way      VARCHAR,
    maf_subs_amt  DECIMAL(16,2),
    psn_clct_amt  DECIMAL(16,2),
    clct_sumamt   DECIMAL(16,2),
    clct_time     TIMESTAMP,
    pay_dept      VARCHAR,
    pay_bchno     VARCHAR,
    town_name     VARCHAR,
    vil_name      VARCHAR,
    in_fund_date  DATE,
    die_date      DATE,
    oth_insu_flag VARCHAR,
    nofund_rea    VARCHAR,
    vali_flag     VARCHAR
);
