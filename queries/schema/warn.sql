/*
title = "因病致贫预警"
grain = "一次推送的预警一行"
key = ["warn_id"]
date = "push_date"

[columns.warn_id]
label = "预警ID"

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.push_date]
label = "推送日期"

[columns.town_name]
label = "乡镇街道"
synonyms = ["镇街", "镇（街）", "街道乡镇", "街道/乡镇", "乡镇"]

[columns.chk_date]
label = "核查日期"

[columns.chk_rslt]
label = "核查结果"

[columns.aid_date]
label = "帮扶日期"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE warn (
    warn_id   VARCHAR,
    psn_no    VARCHAR,
    push_date DATE,
    town_name VARCHAR,
    chk_date  DATE,
    chk_rslt  VARCHAR,
    aid_date  DATE,
    vali_flag VARCHAR
);
