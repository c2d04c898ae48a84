/*
title = "结算信息"
grain = "一次结算一行"
key = ["setl_id"]
date = "setl_time"

[columns.setl_id]
label = "结算ID"
synonyms = ["结算信息ID", "结算流水号", "结算单据号"]

[columns.mdtrt_id]
label = "就诊ID"
synonyms = ["就诊信息ID", "就诊流水号", "住院流水号", "就诊登记号", "就医登记号", "住院登记号"]

[columns.init_setl_id]
label = "原结算ID"

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.certno]
label = "证件号码"
synonyms = ["身份证号", "身份证号码", "社会保障号", "社会保障号码", "公民身份号码", "证件号"]

[columns.insutype]
label = "险种类型"
synonyms = ["险种", "险种类别", "参保险种", "医保类型", "医保分类", "参保类别"]

[columns.psn_type]
label = "人员类别"
synonyms = ["人员类型", "医疗待遇类别", "待遇类别", "医疗人员类别", "人员属性"]

[columns.sp_psn_type]
label = "特殊人员类型"

[columns.insu_admdvs]
label = "参保所属医保区划"
synonyms = [
    "参保地", "参保地区", "参保所属地区", "参保统筹区", "参保地区划", "参保所属统筹区", "参保机构行政区",
    "insu_optins", "insuplc_admdvs",
]

[columns.pay_loc]
label = "支付地点类别"
synonyms = ["医药机构地点类别"]

[columns.fixmedins_code]
label = "定点医药机构编号"
synonyms = [
    "定点机构编码", "定点医疗机构编码", "定点编号", "机构编码", "医疗机构编码", "国家机构编码", "国家医院编码",
    "医院编码", "定点单位编码", "medins_no", "org_code", "medins_code",
]

[columns.enddate]
label = "结束日期"
synonyms = ["出院日期", "出院时间", "就医结束时间", "endtime"]

[columns.setl_time]
label = "结算时间"
synonyms = ["结算日期", "费用结算时间"]

[columns.med_type]
label = "医疗类别"
synonyms = ["就诊医疗类别", "结算医疗类别", "受理医疗类别", "医保就诊类别", "就诊类别"]

[columns.setl_type]
label = "结算类别"

[columns.clr_type]
label = "清算类别"

[columns.medfee_sumamt]
label = "医疗费总额"
synonyms = ["总费用", "费用总额", "医疗总费用", "医疗费用总额", "医疗金额", "发票金额"]
unit = "元"

[columns.fulamt_ownpay_amt]
label = "全自费金额"
synonyms = ["自费", "自费金额"]
unit = "元"

[columns.overlmt_selfpay]
label = "超限价自费费用"
synonyms = ["超限价自费金额", "超限价金额", "超限价"]
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

[columns.act_pay_dedc]
label = "实际支付起付线"
synonyms = ["起付线", "起付标准自付"]
unit = "元"

[columns.hifp_pay]
label = "统筹基金支出"
synonyms = [
    "统筹基金", "统筹支付", "基本医疗基金支出", "统筹报销金额", "统筹基金支付", "基本医疗保险报销金额", "职工统筹基金",
    "居民统筹基金",
]
unit = "元"

[columns.pool_prop_selfpay]
label = "基本医疗统筹支付比例"
synonyms = ["统筹基金支付比例", "统筹报销比例"]

[columns.cvlserv_pay]
label = "公务员医疗补助资金支出"
synonyms = ["公务员医疗补助", "公务员补助基金", "公务员基金", "公务员补助", "公补支付"]
unit = "元"

[columns.hifes_pay]
label = "补充医疗保险基金支出"
synonyms = ["补充基金支付", "企业补充医疗保险基金支出"]
unit = "元"

[columns.hifmi_pay]
label = "大病补充医疗保险基金支出"
synonyms = ["大病保险支出", "居民大病基金", "大病补充医疗保险", "大病报销金额", "大病基金支付", "二次补助支付", "居民大病保险资金支出"]
unit = "元"

[columns.hifob_pay]
label = "大额医疗补助基金支出"
synonyms = ["大额医疗支出金额", "大额基金", "大额报销金额", "大额支付", "职工大额医疗费用补助基金支出"]
unit = "元"

[columns.hifdm_pay]
label = "伤残人员医疗保障基金支出"
synonyms = ["一至六级残疾军人补助基金"]
unit = "元"

[columns.maf_pay]
label = "医疗救助基金支出"
synonyms = ["医疗救助支出", "医疗救助基金", "医疗救助", "医疗救助金额", "医疗救助支付", "民政救助支付"]
unit = "元"

[columns.othfund_pay]
label = "其它基金支付"
synonyms = ["其他基金支付", "其他保险", "其他基金支出", "oth_pay", "其他支出"]
unit = "元"

[columns.fund_pay_sumamt]
label = "基金支付总额"
synonyms = ["总报销金额", "基金支出总额", "基金支付金额", "基金支付合计"]
unit = "元"

[columns.psn_pay]
label = "个人支付金额"
synonyms = ["psn_part_amt", "个人负担总金额"]
unit = "元"

[columns.acct_pay]
label = "个人账户支出"
synonyms = ["个人账户支付", "个人账户", "账户支付", "个账支付", "个人账户支付金额"]
unit = "元"

[columns.acct_mulaid_pay]
label = "账户共济支付金额"
synonyms = ["共济账户"]
unit = "元"

[columns.cash_payamt]
label = "现金支付金额"
synonyms = ["个人现金支付", "个人现金", "现金", "现金支付", "个人现金支付金额", "psn_cash_pay"]
unit = "元"

[columns.ownpay_hosp_part]
label = "自费中医院负担部分"
synonyms = ["医院垫付", "自费中医院承担部分", "自费医院负担部分", "医院负担金额", "hosp_part_amt"]
unit = "元"

[columns.refd_setl_flag]
label = "退费结算标志"
synonyms = ["是否冲销", "是否退费"]

[columns.mid_setl_flag]
label = "中途结算标志"
synonyms = ["是否中途结算"]

[columns.dise_no]
label = "病种编号"
synonyms = ["病种编码", "国家病种编码", "dise_codg"]

[columns.invono]
label = "发票号"
synonyms = ["发票号码"]

[columns.psn_name]
label = "人员姓名"
synonyms = ["姓名", "患者姓名", "参保人姓名"]

[columns.gend]
label = "性别"
synonyms = ["人员性别"]

[columns.brdy]
label = "出生日期"
synonyms = ["出生年月"]

[columns.age]
label = "年龄"
synonyms = ["人员年龄"]
unit = "岁"

[columns.fixmedins_name]
label = "定点医药机构名称"
synonyms = [
    "定点机构名称", "定点医疗机构名称", "定点名称", "机构名称", "医疗机构名称", "医院名称", "就诊医疗机构名称",
    "国家医院名称", "定点单位名称", "医疗机构", "medins_name", "org_name",
]

[columns.hosp_lv]
label = "医院等级"
synonyms = ["医药机构等级", "医院级别", "机构等级", "级别（医保收费等级）"]

[columns.lmtpric_hosp_lv]
label = "限价医院等级"

[columns.dedc_hosp_lv]
label = "起付线医院等级"

[columns.fix_blng_admdvs]
label = "定点归属医保区划"
synonyms = ["结算统筹区", "所属地区", "所属区", "就医地", "就诊地", "fixmedins_poolarea"]

[columns.begndate]
label = "开始日期"
synonyms = ["入院日期", "入院时间", "就医开始时间", "就诊日期", "就医时间", "begntime"]

[columns.mdtrt_cert_type]
label = "就诊凭证类型"

[columns.medins_setl_id]
label = "医药机构结算ID"
synonyms = ["医药机构结算流水号"]

[columns.clr_optins]
label = "清算经办机构"

[columns.clr_way]
label = "清算方式"

[columns.dedc_std]
label = "起付标准"
unit = "元"

[columns.crt_dedc]
label = "本次起付线"
unit = "元"

[columns.hi_agre_sumfee]
label = "医保认可费用总额"
synonyms = ["med_sumfee"]
unit = "元"

[columns.balc]
label = "余额"
unit = "元"

[columns.cal_ipt_cnt]
label = "计算住院次数标志"

[columns.dise_name]
label = "病种名称"
synonyms = ["国家病种名称"]

[columns.bydise_setl_payamt]
label = "按病种结算支付金额"
unit = "元"

[columns.exct_item_fund_payamt]
label = "除外项目基金支付金额"
unit = "元"

[columns.manl_reim_rea]
label = "零星报销原因"

[columns.acct_used_flag]
label = "账户使用标志"
synonyms = ["是否使用账户"]

[columns.year]
label = "年度"
synonyms = ["年份"]

[columns.poolarea_no]
label = "统筹区编号"
synonyms = ["统筹区", "统筹区编码", "医保区划"]

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE setl_d (
    setl_id               VARCHAR,
    mdtrt_id              VARCHAR,
    init_setl_id          VARCHAR,
    psn_no                VARCHAR,
    certno                VARCHAR,
    insutype              VARCHAR,
    psn_type              VARCHAR,
    sp_psn_type           VARCHAR,
    insu_admdvs           VARCHAR,
    pay_loc               VARCHAR,
    fixmedins_code        VARCHAR,
    enddate               DATE,
    setl_time             TIMESTAMP,
    med_type              VARCHAR,
    setl_type             VARCHAR,
    clr_type              VARCHAR,
    medfee_sumamt         DECIMAL(16,2),
    fulamt_ownpay_amt     DECIMAL(16,2),
    overlmt_selfpay       DECIMAL(16,2),
    preselfpay_amt        DECIMAL(16,2),
    inscp_amt             DECIMAL(16,2),
    act_pay_dedc          DECIMAL(16,2),
    hifp_pay              DECIMAL(16,2),
    pool_prop_selfpay     DECIMAL(5,4),
    cvlserv_pay           DECIMAL(16,2),
    hifes_pay             DECIMAL(16,2),
    hifmi_pay             DECIMAL(16,2),
    hifob_pay             DECIMAL(16,2),
    hifdm_pay             DECIMAL(16,2),
    maf_pay               DECIMAL(16,2),
    othfund_pay           DECIMAL(16,2),
    fund_pay_sumamt       DECIMAL(16,2),
    psn_pay               DECIMAL(16,2),
    acct_pay              DECIMAL(16,2),
    acct_mulaid_pay       DECIMAL(16,2),
    cash_payamt           DECIMAL(16,2),
    ownpay_hosp_part      DECIMAL(16,2),
    refd_setl_flag        VARCHAR,
    mid_setl_flag         VARCHAR,
    dise_no               VARCHAR,
    invono                VARCHAR,
    psn_name              VARCHAR,
    gend                  VARCHAR,
    brdy                  DATE,
    age                   DECIMAL(4,1),
    fixmedins_name        VARCHAR,
    hosp_lv               VARCHAR,
    lmtpric_hosp_lv       VARCHAR,
    dedc_hosp_lv          VARCHAR,
    fix_blng_admdvs       VARCHAR,
    begndate              DATE,
    mdtrt_cert_type       VARCHAR,
    medins_setl_id        VARCHAR,
    clr_optins            VARCHAR,
    clr_way               VARCHAR,
    dedc_std              DECIMAL(16,2),
    crt_dedc              DECIMAL(16,2),
    hi_agre_sumfee        DECIMAL(16,2),
    balc                  DECIMAL(16,2),
    cal_ipt_cnt           VARCHAR,
    dise_name             VARCHAR,
    bydise_setl_payamt    DECIMAL(16,2),
    exct_item_fund_payamt DECIMAL(16,2),
    manl_reim_rea         VARCHAR,
    acct_used_flag        VARCHAR,
    year                  VARCHAR,
    poolarea_no           VARCHAR,
    vali_flag             VARCHAR
);
