/*
title = "集采订单明细"
grain = "一条订单明细一行"
key = ["ord_detl_id"]
date = "ord_time"

[columns.ord_detl_id]
label = "订单明细ID"

[columns.ord_code]
label = "订单编号"

[columns.purc_plan_detl_id]
label = "采购计划明细ID"
synonyms = ["purc_plan_det_id"]

[columns.purc_code]
label = "采购订单编号"

[columns.purc_type]
label = "采购类型"

[columns.medins_code]
label = "医疗机构代码"
synonyms = ["medins_no", "org_code", "fixmedins_code"]

[columns.medins_name]
label = "医疗机构名称"
synonyms = ["fixmedins_name"]

[columns.pubonln_id]
label = "挂网ID"

[columns.tenditm_id]
label = "招标项目ID"

[columns.prod_code]
label = "产品编码"

[columns.prod_name]
label = "产品名称"

[columns.med_list_codg]
label = "医疗目录编码"
synonyms = ["医疗目录编号", "国标代码", "国家编码", "医保国家编码", "医保编码"]

[columns.prod_spec]
label = "产品规格"

[columns.dosform]
label = "剂型"

[columns.aprvno]
label = "批准文号"

[columns.prodentp_code]
label = "生产企业代码"

[columns.prodentp_name]
label = "生产企业名称"
synonyms = ["生产企业", "产地厂家", "生产厂家", "prdr_name"]

[columns.delventp_code]
label = "配送企业编码"

[columns.delventp_name]
label = "配送企业名称"

[columns.pubonln_pric]
label = "挂网价"
unit = "元"

[columns.purc_pric]
label = "采购单价"
synonyms = ["采购价", "hosp_purc_pric"]
unit = "元"

[columns.purc_cnt]
label = "采购数量"

[columns.ord_time]
label = "订单时间"

[columns.shp_id]
label = "发货ID"

[columns.shp_cnt]
label = "发货数量"

[columns.shp_time]
label = "发货时间"

[columns.stoin_cnt]
label = "入库数量"

[columns.stoin_time]
label = "入库时间"

[columns.manu_lotnum]
label = "批号"
synonyms = ["生产批号"]

[columns.invo_no]
label = "发票号"

[columns.invo_amt]
label = "发票金额"
unit = "元"

[columns.pay_time]
label = "回款时间"

[columns.pay_amt]
label = "回款金额"
unit = "元"

[columns.pay_stas]
label = "回款状态"

[columns.retn_cnt]
label = "退货数量"

[columns.retn_amt]
label = "退货总金额"
unit = "元"

[columns.medins_retn_rea]
label = "退货原因"

[columns.retn_chk_stas]
label = "退货状态"

[columns.bch_name]
label = "批次名称"

[columns.drug_genname]
label = "药品通用名"

[columns.sel_flag]
label = "中选标志"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE tps_ord_detl_d (
    ord_detl_id       VARCHAR,
    ord_code          VARCHAR,
    purc_plan_detl_id VARCHAR,
    purc_code         VARCHAR,
    purc_type         VARCHAR,
    medins_code       VARCHAR,
    medins_name       VARCHAR,
    pubonln_id        VARCHAR,
    tenditm_id        VARCHAR,
    prod_code         VARCHAR,
    prod_name         VARCHAR,
    med_list_codg     VARCHAR,
    prod_spec         VARCHAR,
    dosform           VARCHAR,
    aprvno            VARCHAR,
    prodentp_code     VARCHAR,
    prodentp_name     VARCHAR,
    delventp_code     VARCHAR,
    delventp_name     VARCHAR,
    pubonln_pric      DECIMAL(16,6),
    purc_pric         DECIMAL(16,6),
    purc_cnt          DECIMAL(16,4),
    ord_time          TIMESTAMP,
    shp_id            VARCHAR,
    shp_cnt           DECIMAL(16,4),
    shp_time          TIMESTAMP,
    stoin_cnt         DECIMAL(16,4),
    stoin_time        TIMESTAMP,
    manu_lotnum       VARCHAR,
    invo_no           VARCHAR,
    invo_amt          DECIMAL(16,2),
    pay_time          TIMESTAMP,
    pay_amt           DECIMAL(16,2),
    pay_stas          VARCHAR,
    retn_cnt          DECIMAL(16,4),
    retn_amt          DECIMAL(16,2),
    medins_retn_rea   VARCHAR,
    retn_chk_stas     VARCHAR,
    bch_name          VARCHAR,
    drug_genname      VARCHAR,
    sel_flag          VARCHAR,
    vali_flag         VARCHAR
);
