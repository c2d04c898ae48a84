/*
title = "集采协议执行"
grain = "一家机构一个批次一个产品一行"
key = ["fixmedins_code", "bch_name", "prod_code"]
date = "bch_begndate"

[columns.fixmedins_code]
label = "医疗机构编码"
synonyms = [
    "定点医药机构编号", "定点机构编码", "定点医疗机构编码", "定点编号", "机构编码", "国家机构编码", "国家医院编码",
    "医院编码", "定点单位编码", "medins_no", "org_code", "medins_code",
]

[columns.fixmedins_name]
label = "医疗机构"
synonyms = [
    "定点医药机构名称", "定点机构名称", "定点医疗机构名称", "定点名称", "机构名称", "医疗机构名称", "医院名称",
    "就诊医疗机构名称", "国家医院名称", "定点单位名称", "medins_name", "org_name",
]

[columns.admdvs]
label = "地区"

[columns.bch_name]
label = "批次名称"

[columns.bch_begndate]
label = "批次开始时间"

[columns.bch_enddate]
label = "批次结束时间"

[columns.sched_prog]
label = "序时进度"

[columns.prod_code]
label = "产品编码"

[columns.prod_name]
label = "产品名称"

[columns.cont_cnt]
label = "约定采购量"
synonyms = ["签约采购量"]

[columns.purc_cnt]
label = "实际采购量"

[columns.cmpl_prop]
label = "完成率"

[columns.nsel_purc_cnt]
label = "非中选产品采购量"

[columns.pric]
label = "价格"
synonyms = ["单价", "医院价格"]
unit = "元"

[columns.prodentp_name]
label = "生产企业"
synonyms = ["产地厂家", "生产厂家", "prdr_name"]

[columns.delventp_name]
label = "配送企业"
synonyms = ["配送公司"]
*/
CREATE TABLE tps_cont_exec_m (
    fixmedins_code VARCHAR,
    fixmedins_name VARCHAR,
    admdvs         VARCHAR,
    bch_name       VARCHAR,
    bch_begndate   DATE,
    bch_enddate    DATE,
    sched_prog     DECIMAL(7,4),
    prod_code      VARCHAR,
    prod_name      VARCHAR,
    cont_cnt       DECIMAL(16,4),
    purc_cnt       DECIMAL(16,4),
    cmpl_prop      DECIMAL(7,4),
    nsel_purc_cnt  DECIMAL(16,4),
    pric           DECIMAL(16,6),
    prodentp_name  VARCHAR,
    delventp_name  VARCHAR
);
