/*
title = "机构清算申请"
grain = "一家机构一月一类清算申请一行"
key = ["clr_appy_evt_id"]
date = "appy_date"

[columns.clr_appy_evt_id]
label = "机构清算申请事件ID"

[columns.fixmedins_code]
label = "定点医药机构编号"
synonyms = [
    "定点机构编码", "定点医疗机构编码", "定点编号", "机构编码", "医疗机构编码", "国家机构编码", "国家医院编码",
    "医院编码", "定点单位编码", "medins_no", "org_code", "medins_code",
]

[columns.clr_type]
label = "清算类别"

[columns.clr_way]
label = "清算方式"

[columns.setlym]
label = "清算年月"

[columns.psntime]
label = "清算人次"
unit = "人次"

[columns.medfee_sumamt]
label = "医疗费总额"
synonyms = ["总费用", "费用总额", "医疗总费用", "医疗费用总额", "医疗金额", "发票金额"]
unit = "元"

[columns.med_sumfee]
label = "医保认可费用总额"
synonyms = ["hi_agre_sumfee"]
unit = "元"

[columns.fund_appy_sum]
label = "基金申报总额"
unit = "元"

[columns.cash_payamt]
label = "现金支付金额"
synonyms = ["个人现金支付", "个人现金", "现金", "现金支付", "个人现金支付金额", "psn_cash_pay"]
unit = "元"

[columns.acct_pay]
label = "个人账户支出"
synonyms = ["个人账户支付", "个人账户", "账户支付", "个账支付", "个人账户支付金额"]
unit = "元"

[columns.begndate]
label = "开始日期"
synonyms = ["开始时间", "begntime"]

[columns.enddate]
label = "结束日期"
synonyms = ["结束时间", "endtime"]

[columns.stmt_rslt]
label = "对账结果"

[columns.dedu_amt]
label = "审核扣款金额"
synonyms = ["不予支付"]
unit = "元"

[columns.rsv_amt]
label = "预留保证金"
synonyms = ["预留考核保证金"]
unit = "元"

[columns.prepay_amt]
label = "预付金"
unit = "元"

[columns.act_dfr_amt]
label = "实际拨付金额"
synonyms = ["基金拨付金额"]
unit = "元"

[columns.dfr_time]
label = "拨付时间"

[columns.insutype]
label = "险种类型"
synonyms = ["险种", "险种类别", "参保险种", "医保类型", "医保分类", "参保类别"]

[columns.appy_date]
label = "申请日期"
synonyms = ["申报日期"]

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE medins_clr_appy_d (
    clr_appy_evt_id VARCHAR,
    fixmedins_code  VARCHAR,
    clr_type        VARCHAR,
    clr_way         VARCHAR,
    setlym          VARCHAR,
    psntime         INTEGER,
    medfee_sumamt   DECIMAL(16,2),
    med_sumfee      DECIMAL(16,2),
    fund_appy_sum   DECIMAL(16,2),
    cash_payamt     DECIMAL(16,2),
    acct_pay        DECIMAL(16,2),
    begndate        DATE,
    enddate         DATE,
    stmt_rslt       VARCHAR,
    dedu_amt        DECIMAL(16,2),
    rsv_amt         DECIMAL(16,2),
    prepay_amt      DECIMAL(16,2),
    act_dfr_amt     DECIMAL(16,2),
    dfr_time        TIMESTAMP,
    insutype        VARCHAR,
    appy_date       DATE,
    vali_flag       VARCHAR
);
