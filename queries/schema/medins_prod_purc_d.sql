/*
title = "商品采购"
grain = "一条采购入库或退货一行"
key = ["fixmedins_code", "medins_prod_purc_no"]
date = "purc_retn_stoin_time"

[columns.medins_prod_purc_no]
label = "商品采购流水号"

[columns.fixmedins_code]
label = "定点医药机构编号"
synonyms = [
    "定点机构编码", "定点医疗机构编码", "定点编号", "机构编码", "医疗机构编码", "国家机构编码", "国家医院编码",
    "医院编码", "定点单位编码", "medins_no", "org_code", "medins_code",
]

[columns.med_list_codg]
label = "医疗目录编码"
synonyms = ["医疗目录编号", "国标代码", "国家编码", "医保国家编码", "医保编码"]

[columns.medins_list_codg]
label = "医药机构目录编码"
synonyms = ["项目代码", "项目编码", "收费项目编码", "fixmedins_hilist_id"]

[columns.medins_list_name]
label = "医药机构目录名称"
synonyms = ["医疗机构目录名称", "项目名称", "收费项目名称", "fixmedins_hilist_name"]

[columns.dynt_no]
label = "随货单号"

[columns.fixmedins_bchno]
label = "批次流水号"

[columns.spler_name]
label = "供货商名称"

[columns.spler_pmtno]
label = "供应商许可证号"

[columns.prodentp_name]
label = "生产企业名称"
synonyms = ["生产企业", "产地厂家", "生产厂家", "prdr_name"]

[columns.aprvno]
label = "批准文号"

[columns.manu_lotnum]
label = "生产批号"
synonyms = ["批号"]

[columns.manu_date]
label = "生产日期"

[columns.expy_end]
label = "有效期止"

[columns.finl_trns_pric]
label = "最终成交单价"
unit = "元"

[columns.purc_retn_cnt]
label = "采购/退货数量"

[columns.purc_invo_codg]
label = "采购发票编码"

[columns.purc_invo_no]
label = "采购发票号"

[columns.rx_flag]
label = "处方药标志"

[columns.purc_retn_stoin_time]
label = "采购/退货入库时间"

[columns.purc_retn_opter_name]
label = "采购/退货经办人姓名"

[columns.prod_geay_flag]
label = "商品赠送标志"

[columns.prod_retn_flag]
label = "商品退货标志"

[columns.memo]
label = "备注"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE medins_prod_purc_d (
    medins_prod_purc_no  VARCHAR,
    fixmedins_code       VARCHAR,
    med_list_codg        VARCHAR,
    medins_list_codg     VARCHAR,
    medins_list_name     VARCHAR,
    dynt_no              VARCHAR,
    fixmedins_bchno      VARCHAR,
    spler_name           VARCHAR,
    spler_pmtno          VARCHAR,
    prodentp_name        VARCHAR,
    aprvno               VARCHAR,
    manu_lotnum          VARCHAR,
    manu_date            DATE,
    expy_end             DATE,
    finl_trns_pric       DECIMAL(16,6),
    purc_retn_cnt        DECIMAL(16,4),
    purc_invo_codg       VARCHAR,
    purc_invo_no         VARCHAR,
    rx_flag              VARCHAR,
    purc_retn_stoin_time TIMESTAMP,
    purc_retn_opter_name VARCHAR,
    prod_geay_flag       VARCHAR,
    prod_retn_flag       VARCHAR,
    memo                 VARCHAR,
    vali_flag            VARCHAR
);
