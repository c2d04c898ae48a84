/*
title = "商品盘存"
grain = "一家机构一种商品一次盘存一行"
key = ["fixmedins_code", "medins_prod_inv_no"]
date = "invdate"

[columns.medins_prod_inv_no]
label = "商品盘存流水号"

[columns.fixmedins_code]
label = "定点医药机构编号"
synonyms = [
    "定点机构编码", "定点医疗机构编码", "定点编号", "机构编码", "医疗机构编码", "国家机构编码", "国家医院编码",
    "医院编码", "定点单位编码", "medins_no", "org_code", "medins_code",
]

[columns.med_list_codg]
label = "医疗目录编码"
synonyms = ["医疗目录编号", "国标代码", "国家编码", "医保国家编码", "医保编码"]

[columns.medins_list_name]
label = "医药机构目录名称"
synonyms = ["医疗机构目录名称", "项目名称", "收费项目名称", "fixmedins_hilist_name"]

[columns.invdate]
label = "库存日期"

[columns.inv_cnt]
label = "库存数量"

[columns.trdn_flag]
label = "拆零标志"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE medins_prod_inv_d (
    medins_prod_inv_no VARCHAR,
    fixmedins_code     VARCHAR,
    med_list_codg      VARCHAR,
    medins_list_name   VARCHAR,
    invdate            DATE,
    inv_cnt            DECIMAL(16,4),
    trdn_flag          VARCHAR,
    vali_flag          VARCHAR
);
