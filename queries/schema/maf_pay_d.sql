/*
title = "医疗救助支付"
grain = "一次结算一种救助一行"
key = ["maf_pay_id"]
date = "setl_time"

[columns.maf_pay_id]
label = "救助支付ID"

[columns.setl_id]
label = "结算ID"
synonyms = ["结算信息ID", "结算流水号", "结算单据号"]

[columns.mdtrt_id]
label = "就诊ID"
synonyms = ["就诊信息ID", "就诊流水号", "住院流水号", "就诊登记号", "就医登记号", "住院登记号"]

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.psn_idet_type]
label = "救助身份"
synonyms = [
    "身份", "医疗救助身份", "对象类别", "特殊人员身份类别", "人员类别", "资助身份", "民政待遇类别", "持证类别",
    "医疗困难类型", "获得资助身份类别", "代缴类别",
]

[columns.fixmedins_code]
label = "定点医药机构编号"
synonyms = [
    "定点机构编码", "定点医疗机构编码", "定点编号", "机构编码", "医疗机构编码", "国家机构编码", "国家医院编码",
    "医院编码", "定点单位编码", "medins_no", "org_code", "medins_code",
]

[columns.med_type]
label = "医疗类别"
synonyms = ["就诊医疗类别", "结算医疗类别", "受理医疗类别", "医保就诊类别", "就诊类别"]

[columns.maf_type]
label = "医疗救助类别"
synonyms = ["救助类别"]

[columns.fund_pay_type]
label = "基金支付类型"

[columns.medfee_sumamt]
label = "医疗费总额"
synonyms = ["总费用", "费用总额", "医疗总费用", "医疗费用总额", "医疗金额", "发票金额"]
unit = "元"

[columns.inscp_amt]
label = "符合范围金额"
synonyms = [
    "范围内费用", "符合政策范围金额", "符合医保报销金额", "医保政策范围内费用", "政策范围内费用", "医保范围金额",
    "符合基本医疗费用", "符合基本医疗费", "inscp_scp_amt",
]
unit = "元"

[columns.hifp_pay]
label = "统筹基金支出"
synonyms = [
    "统筹基金", "统筹支付", "基本医疗基金支出", "统筹报销金额", "统筹基金支付", "基本医疗保险报销金额", "职工统筹基金",
    "居民统筹基金",
]
unit = "元"

[columns.hifmi_pay]
label = "大病保险支出"
synonyms = ["居民大病基金", "大病补充医疗保险", "大病报销金额", "大病基金支付", "二次补助支付", "居民大病保险资金支出"]
unit = "元"

[columns.hifob_pay]
label = "大额医疗支出"
synonyms = ["大额医疗支出金额", "大额基金", "大额医疗补助基金支出", "大额报销金额", "大额支付", "职工大额医疗费用补助基金支出"]
unit = "元"

[columns.maf_inscp_amt]
label = "进入医疗救助金额"
unit = "元"

[columns.maf_dedc]
label = "救助起付标准"
unit = "元"

[columns.maf_prop]
label = "救助比例"

[columns.maf_pay]
label = "医疗救助基金支出"
synonyms = ["医疗救助支出", "医疗救助基金", "医疗救助", "医疗救助金额", "医疗救助支付", "民政救助支付"]
unit = "元"

[columns.maf_tilt_pay]
label = "倾斜救助金额"
synonyms = ["倾斜救助"]
unit = "元"

[columns.gov_cover_pay]
label = "政府兜底"
unit = "元"

[columns.oth_relief_pay]
label = "扶贫济困金额"
unit = "元"

[columns.year_cum_maf]
label = "年度救助累计"
unit = "元"

[columns.setl_time]
label = "结算时间"
synonyms = ["支付时间", "结算日期", "费用结算时间"]

[columns.clr_ym]
label = "清算期"

[columns.cashym]
label = "费款所属期"

[columns.pay_way]
label = "支付方式"

[columns.bankacct]
label = "银行账号"

[columns.acctname]
label = "银行卡户名"

[columns.reim_stas]
label = "报销状态"

[columns.accp_date]
label = "受理日期"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE maf_pay_d (
    maf_pay_id     VARCHAR,
    setl_id        VARCHAR,
    mdtrt_id       VARCHAR,
    psn_no         VARCHAR,
    psn_idet_type  VARCHAR,
    fixmedins_code VARCHAR,
    med_type       VARCHAR,
    maf_type       VARCHAR,
    fund_pay_type  VARCHAR,
    medfee_sumamt  DECIMAL(16,2),
    inscp_amt      DECIMAL(16,2),
    hifp_pay       DECIMAL(16,2),
    hifmi_pay      DECIMAL(16,2),
    hifob_pay      DECIMAL(16,2),
    maf_inscp_amt  DECIMAL(16,2),
    maf_dedc       DECIMAL(16,2),
    maf_prop       DECIMAL(5,4),
    maf_pay        DECIMAL(16,2),
    maf_tilt_pay   DECIMAL(16,2),
    gov_cover_pay  DECIMAL(16,2),
    oth_relief_pay DECIMAL(16,2),
    year_cum_maf   DECIMAL(16,2),
    setl_time      TIMESTAMP,
    clr_ym         VARCHAR,
    cashym         VARCHAR,
    pay_way        VARCHAR,
    bankacct       VARCHAR,
    acctname       VARCHAR,
    reim_stas      VARCHAR,
    accp_date      DATE,
    vali_flag      VARCHAR
);
