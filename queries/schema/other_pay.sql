/*
title = "其他渠道赔付"
grain = "同一费用从其他渠道得到的一笔赔付一行"
key = ["other_pay_id"]
date = "pay_time"

[columns.other_pay_id]
label = "赔付记录ID"

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

[columns.invono]
label = "发票号"
synonyms = ["发票号码"]

[columns.medfee_sumamt]
label = "医疗费总额"
synonyms = ["总费用", "费用总额", "医疗总费用", "医疗费用总额", "医疗金额", "发票金额"]
unit = "元"

[columns.pay_souc]
label = "赔付来源"

[columns.pay_amt]
label = "赔付金额"
unit = "元"

[columns.pay_time]
label = "赔付时间"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE other_pay (
    other_pay_id   VARCHAR,
    setl_id        VARCHAR,
    psn_no         VARCHAR,
    fixmedins_code VARCHAR,
    invono         VARCHAR,
    medfee_sumamt  DECIMAL(16,2),
    pay_souc       VARCHAR,
    pay_amt        DECIMAL(16,2),
    pay_time       TIMESTAMP,
    vali_flag      VARCHAR
);
