/*
title = "居民人员缴费明细"
grain = "一人一笔缴费一行"
key = ["rsdt_clct_detl_id"]
date = "clct_time"

[columns.rsdt_clct_detl_id]
label = "居民缴费明细ID"

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.psn_insu_rlts_id]
label = "人员参保关系ID"

[columns.insutype]
label = "险种类型"
synonyms = ["险种", "险种类别", "参保险种", "医保类型", "医保分类", "参保类别"]

[columns.psn_type]
label = "人员类别"
synonyms = ["人员类型", "医疗待遇类别", "待遇类别", "医疗人员类别", "人员属性"]

[columns.insu_idet]
label = "参保身份"

[columns.psn_idet_type]
label = "人员身份类别"
synonyms = [
    "身份", "救助身份", "医疗救助身份", "对象类别", "特殊人员身份类别", "资助身份", "民政待遇类别", "持证类别",
    "医疗困难类型", "获得资助身份类别", "代缴类别",
]

[columns.cashym]
label = "费款所属期"

[columns.accrym_begn]
label = "对应费款所属期起始"

[columns.accrym_end]
label = "对应费款所属期结束"

[columns.psn_clct_amt]
label = "个人缴费金额"
synonyms = ["个人实缴金额", "个人支付"]
unit = "元"

[columns.finsubs_amt]
label = "财政补助金额"
unit = "元"

[columns.oth_clct_amt]
label = "其他缴费金额"
unit = "元"

[columns.clct_sumamt]
label = "缴费总金额"
synonyms = ["缴费总额"]
unit = "元"

[columns.clct_flag]
label = "缴费标志"

[columns.clct_type]
label = "缴费类型"

[columns.clct_time]
label = "缴费时间"
synonyms = ["缴费日期", "代缴日期", "支付日期"]

[columns.revs_flag]
label = "核销标志"

[columns.elec_taxrpt_no]
label = "电子税票号码"

[columns.intsury_time]
label = "入国库时间"

[columns.ursn_time]
label = "上解时间"

[columns.init_rsdt_clct_detl_id]
label = "原居民缴费明细ID"

[columns.clct_rule_type_codg]
label = "征缴规则类型编码"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE rsdt_psn_clct_detl_d (
    rsdt_clct_detl_id      VARCHAR,
    psn_no                 VARCHAR,
    psn_insu_rlts_id       VARCHAR,
    insutype               VARCHAR,
    psn_type               VARCHAR,
    insu_idet              VARCHAR,
    psn_idet_type          VARCHAR,
    cashym                 VARCHAR,
    accrym_begn            VARCHAR,
    accrym_end             VARCHAR,
    psn_clct_amt           DECIMAL(16,2),
    finsubs_amt            DECIMAL(16,2),
    oth_clct_amt           DECIMAL(16,2),
    clct_sumamt            DECIMAL(16,2),
    clct_flag              VARCHAR,
    clct_type              VARCHAR,
    clct_time              TIMESTAMP,
    revs_flag              VARCHAR,
    elec_taxrpt_no         VARCHAR,
    intsury_time           TIMESTAMP,
    ursn_time              TIMESTAMP,
    init_rsdt_clct_detl_id VARCHAR,
    clct_rule_type_codg    VARCHAR,
    vali_flag              VARCHAR
);
