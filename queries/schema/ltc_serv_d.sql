/*
title = "护理服务记录"
grain = "一次护理服务一个项目一行"
key = ["ltc_serv_id"]
date = "serv_begntime"

[columns.ltc_serv_id]
label = "服务记录ID"

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.ltc_asmt_id]
label = "评估ID"

[columns.ltc_medins_code]
label = "长护定点机构编号"

[columns.caregiver_code]
label = "护理人员编码"

[columns.caregiver_name]
label = "护理人员姓名"

[columns.ltc_serv_way]
label = "服务方式"

[columns.ltc_item_codg]
label = "长期护理服务项目代码"

[columns.ltc_item_name]
label = "长期护理服务项目名称"

[columns.serv_begntime]
label = "服务开始时间"

[columns.serv_endtime]
label = "服务结束时间"

[columns.serv_mins]
label = "服务时长"
unit = "分钟"

[columns.sign_in_lnt]
label = "签到经度"

[columns.sign_in_lat]
label = "签到纬度"

[columns.sign_out_lnt]
label = "签退经度"

[columns.sign_out_lat]
label = "签退纬度"

[columns.face_chk_flag]
label = "人脸核验标志"

[columns.psn_cfm_flag]
label = "服务对象确认标志"

[columns.cnt]
label = "数量"

[columns.pric]
label = "单价"
synonyms = ["价格", "医院价格"]
unit = "元"

[columns.det_item_fee_sumamt]
label = "明细项目费用总额"
synonyms = ["金额", "明细金额", "费用金额", "项目金额"]
unit = "元"

[columns.fund_payamt]
label = "基金支付金额"
unit = "元"

[columns.psn_pay]
label = "个人支付金额"
synonyms = ["psn_part_amt", "个人负担总金额"]
unit = "元"

[columns.setl_id]
label = "结算ID"
synonyms = ["结算信息ID", "结算流水号", "结算单据号"]

[columns.cashym]
label = "费款所属期"

[columns.plan_mins]
label = "计划时长"
unit = "分钟"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE ltc_serv_d (
    ltc_serv_id         VARCHAR,
    psn_no              VARCHAR,
    ltc_asmt_id         VARCHAR,
    ltc_medins_code     VARCHAR,
    caregiver_code      VARCHAR,
    caregiver_name      VARCHAR,
    ltc_serv_way        VARCHAR,
    ltc_item_codg       VARCHAR,
    ltc_item_name       VARCHAR,
    serv_begntime       TIMESTAMP,
    serv_endtime        TIMESTAMP,
    serv_mins           INTEGER,
    sign_in_lnt         VARCHAR,
    sign_in_lat         VARCHAR,
    sign_out_lnt        VARCHAR,
    sign_out_lat        VARCHAR,
    face_chk_flag       VARCHAR,
    psn_cfm_flag        VARCHAR,
    cnt                 DECIMAL(16,4),
    pric                DECIMAL(16,6),
    det_item_fee_sumamt DECIMAL(16,2),
    fund_payamt         DECIMAL(16,2),
    psn_pay             DECIMAL(16,2),
    setl_id             VARCHAR,
    cashym              VARCHAR,
    plan_mins           INTEGER,
    vali_flag           VARCHAR
);
