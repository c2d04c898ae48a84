/*
title = "结算清单手术操作"
grain = "一次结算一项手术操作一行"
key = ["setl_list_oprn_id"]
date = "oprn_oprt_date"

[columns.setl_list_oprn_id]
label = "结算清单手术操作ID"

[columns.setl_id]
label = "结算ID"
synonyms = ["结算信息ID", "结算流水号", "结算单据号"]

[columns.psn_no]
label = "人员编号"
synonyms = ["个人编号", "个人管理编码", "个人/医保编号", "患者标识"]

[columns.mdtrt_id]
label = "就诊ID"
synonyms = ["就诊信息ID", "就诊流水号", "住院流水号", "就诊登记号", "就医登记号", "住院登记号"]

[columns.main_oprn_flag]
label = "主手术标志"

[columns.oprn_oprt_name]
label = "手术操作名称"

[columns.oprn_oprt_code]
label = "手术操作代码"

[columns.oprn_oprt_date]
label = "手术操作日期"

[columns.anst_way]
label = "麻醉方式"

[columns.oper_dr_name]
label = "术者医师姓名"

[columns.oper_dr_code]
label = "术者医师代码"

[columns.anst_dr_name]
label = "麻醉医师姓名"

[columns.anst_dr_code]
label = "麻醉医师代码"

[columns.oprn_oprt_begntime]
label = "手术操作开始时间"

[columns.oprn_oprt_endtime]
label = "手术操作结束时间"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE setl_list_oprn_d (
    setl_list_oprn_id  VARCHAR,
    setl_id            VARCHAR,
    psn_no             VARCHAR,
    mdtrt_id           VARCHAR,
    main_oprn_flag     VARCHAR,
    oprn_oprt_name     VARCHAR,
    oprn_oprt_code     VARCHAR,
    oprn_oprt_date     DATE,
    anst_way           VARCHAR,
    oper_dr_name       VARCHAR,
    oper_dr_code       VARCHAR,
    anst_dr_name       VARCHAR,
    anst_dr_code       VARCHAR,
    oprn_oprt_begntime TIMESTAMP,
    oprn_oprt_endtime  TIMESTAMP,
    vali_flag          VARCHAR
);
