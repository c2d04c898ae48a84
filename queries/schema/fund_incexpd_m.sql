/*
title = "基金收支月报"
grain = "一月一险种一科目一行"
key = ["rpt_ym", "poolarea_no", "admdvs", "insutype", "fund_pay_type", "incexpd_flag", "subj_code", "subj_name"]
note = "期初、期末结余属于整个险种，在当月每个科目行上重复"

[columns.rpt_ym]
label = "所属年月"
synonyms = ["年月", "月份"]

[columns.year]
label = "年度"
synonyms = ["年份"]

[columns.poolarea_no]
label = "统筹区编号"
synonyms = ["统筹区", "统筹区编码"]

[columns.admdvs]
label = "医保区划"

[columns.insutype]
label = "险种类型"
synonyms = ["险种", "险种类别", "参保险种", "医保类型", "医保分类", "参保类别"]

[columns.fund_pay_type]
label = "基金类别"

[columns.incexpd_flag]
label = "收支方向"

[columns.subj_code]
label = "科目编码"

[columns.subj_name]
label = "科目名称"
synonyms = ["科目"]

[columns.bgn_balc]
label = "期初结余"
synonyms = ["期初余额"]
unit = "元"

[columns.crt_amt]
label = "本期发生额"
synonyms = ["本期金额", "本月数"]
unit = "元"

[columns.cum_amt]
label = "本年累计"
synonyms = ["累计金额"]
unit = "元"

[columns.end_balc]
label = "期末结余"
synonyms = ["期末余额"]
unit = "元"

[columns.ly_amt]
label = "上年同期"
unit = "元"

[columns.insu_psncnt]
label = "参保人数"
unit = "人"

[columns.pay_mons]
label = "可支付月数"
unit = "月"
*/
CREATE TABLE fund_incexpd_m (
    rpt_ym        VARCHAR,
    year          VARCHAR,
    poolarea_no   VARCHAR,
    admdvs        VARCHAR,
    insutype      VARCHAR,
    fund_pay_type VARCHAR,
    incexpd_flag  VARCHAR,
    subj_code     VARCHAR,
    subj_name     VARCHAR,
    bgn_balc      DECIMAL(16,2),
    crt_amt       DECIMAL(16,2),
    cum_amt       DECIMAL(16,2),
    end_balc      DECIMAL(16,2),
    ly_amt        DECIMAL(16,2),
    insu_psncnt   INTEGER,
    pay_mons      DECIMAL(8,2)
);
