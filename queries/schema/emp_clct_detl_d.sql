/*
title = "单位缴费明细"
grain = "一个单位一期一个险种一笔应缴一行"
key = ["emp_clct_detl_id"]
date = "arvl_date"
note = """
数据字典只列列名。emp_clct_detl_id（主键）、act_clct_amt（部分到账的实缴金额，全额到账的可以不填）
和 vali_flag 是本系统按字典的写法补的：没有它们就分不清两笔、说不出部分到账、剔不掉作废的行。"""

[columns.emp_clct_detl_id]
label = "单位缴费明细ID"

[columns.emp_no]
label = "单位编号"
synonyms = ["单位编码", "参保单位编号"]

[columns.cashym]
label = "费款所属期"

[columns.insutype]
label = "险种类型"
synonyms = ["险种", "险种类别", "参保险种", "医保类型", "医保分类", "参保类别"]

[columns.emp_clctstd_sumamt]
label = "单位缴费基数总额"
synonyms = ["缴费基数总额"]
unit = "元"

[columns.emp_clct_amt]
label = "单位缴费金额"
synonyms = ["单位应缴金额", "单位应缴"]
unit = "元"

[columns.psn_clct_amt]
label = "个人缴费金额"
synonyms = ["个人应缴金额", "个人应缴"]
unit = "元"

[columns.into_acct_amt]
label = "划入个人账户金额"
unit = "元"

[columns.act_clct_amt]
label = "实缴金额"
synonyms = ["实缴合计", "本期实缴", "到账金额"]
unit = "元"

[columns.clct_psncnt]
label = "缴费人数"
unit = "人"

[columns.staf_totlwag]
label = "职工工资总额"
synonyms = ["工资总额"]
unit = "元"

[columns.clct_flag]
label = "缴费标志"

[columns.arvl_date]
label = "到账日期"
synonyms = ["到账时间"]

[columns.intsury_time]
label = "入国库时间"

[columns.latefee]
label = "滞纳金"
unit = "元"

[columns.vali_flag]
label = "有效标志"
synonyms = ["是否有效", "有效状态", "有效标识"]
*/
CREATE TABLE emp_clct_detl_d (
    emp_clct_detl_id   VARCHAR,
    emp_no             VARCHAR,
    cashym             VARCHAR,
    insutype           VARCHAR,
    emp_clctstd_sumamt DECIMAL(16,2),
    emp_clct_amt       DECIMAL(16,2),
    psn_clct_amt       DECIMAL(16,2),
    into_acct_amt      DECIMAL(16,2),
    act_clct_amt       DECIMAL(16,2),
    clct_psncnt        INTEGER,
    staf_totlwag       DECIMAL(16,2),
    clct_flag          VARCHAR,
    arvl_date          DATE,
    intsury_time       TIMESTAMP,
    latefee            DECIMAL(16,2),
    vali_flag          VARCHAR
);
