/*
title = "单据审核流转"
grain = "一张单据一行"
key = ["bill_no"]
date = "pay_time"

[columns.bill_no]
label = "单据编号"

[columns.setl_id]
label = "结算ID"
synonyms = ["结算信息ID", "结算流水号", "结算单据号"]

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.fixmedins_code]
label = "定点医药机构编号"
synonyms = [
    "定点机构编码", "定点医疗机构编码", "定点编号", "机构编码", "医疗机构编码", "国家机构编码", "国家医院编码",
    "医院编码", "定点单位编码", "medins_no", "org_code", "medins_code",
]

[columns.bill_amt]
label = "单据金额"
unit = "元"

[columns.fund_payamt]
label = "基金支付金额"
unit = "元"

[columns.abn_flag]
label = "异常标志"

[columns.chk1_psn_code]
label = "初审人编号"

[columns.chk1_time]
label = "初审时间"

[columns.chk2_psn_code]
label = "复审人编号"

[columns.chk2_time]
label = "复审时间"

[columns.pay_psn_code]
label = "支付人编号"

[columns.pay_time]
label = "支付时间"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE bill_review (
    bill_no        VARCHAR,
    setl_id        VARCHAR,
    psn_no         VARCHAR,
    fixmedins_code VARCHAR,
    bill_amt       DECIMAL(16,2),
    fund_payamt    DECIMAL(16,2),
    abn_flag       VARCHAR,
    chk1_psn_code  VARCHAR,
    chk1_time      TIMESTAMP,
    chk2_psn_code  VARCHAR,
    chk2_time      TIMESTAMP,
    pay_psn_code   VARCHAR,
    pay_time       TIMESTAMP,
    vali_flag      VARCHAR
);
