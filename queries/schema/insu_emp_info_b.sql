/*
title = "参保单位信息"
grain = "一个参保单位一行"
key = ["emp_no"]
note = "vali_flag 是本系统按字典的写法补的；字典没有统一社会信用代码，单位以税号、组织机构代码、登记号为准。"

[columns.emp_no]
label = "单位编号"
synonyms = ["单位编码", "参保单位编号"]

[columns.emp_name]
label = "单位名称"
synonyms = ["参保单位名称"]

[columns.emp_type]
label = "单位类型"
synonyms = ["单位性质", "单位类别", "参保单位类型"]

[columns.insu_admdvs]
label = "参保所属医保区划"
synonyms = [
    "参保地", "参保地区", "参保所属地区", "参保统筹区", "参保地区划", "参保所属统筹区", "参保机构行政区",
    "insu_optins", "insuplc_admdvs",
]

[columns.tax_reg_no]
label = "税务登记号"
synonyms = ["纳税人识别号", "税号"]

[columns.orgcode]
label = "组织机构代码"

[columns.regno]
label = "登记证号"
synonyms = ["登记号"]

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE insu_emp_info_b (
    emp_no      VARCHAR,
    emp_name    VARCHAR,
    emp_type    VARCHAR,
    insu_admdvs VARCHAR,
    tax_reg_no  VARCHAR,
    orgcode     VARCHAR,
    regno       VARCHAR,
    vali_flag   VARCHAR
);
