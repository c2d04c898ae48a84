/*
code     = "R64"
title    = "处方药没有处方"
question = "药店用医保结算的处方药，是否没有处方号？"
basis    = [
    "《零售药店医疗保障定点管理暂行办法》（国家医疗保障局令第3号）：凭处方销售医保目录内的处方药",
    "《药品经营和使用质量监督管理办法》（国家市场监督管理总局令第84号）：按规定凭处方销售处方药",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十六条：保管处方等资料",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一笔销售（销售流水号|机构编号）"
tables   = ["medins_prod_sel_d", "fee_list_d", "setl_d"]
optional = ["fee_list_d", "setl_d"]
columns  = [
    "medins_prod_sel_d.fixmedins_code", "medins_prod_sel_d.rx_flag", "medins_prod_sel_d.rxno",
]
limits   = """
处方药标志为 1、处方号为空的药店医保销售，每笔一条；已退货退费的、自费的、医院的不查。找得到费用明细的才有基金部分。
表中没有开方时间、首诊方式和处方平台，处方晚于销售、互联网首诊、一名医师当日开方过多的，本规则不查。
门店漏传处方号会误报，须核处方存根；处方号随意填写、一张处方反复使用的查不到。
"""
reviewed = 2025-11-21
unit     = "月"
back     = []
*/
SELECT
    s.medins_prod_sel_no || '|' || s.fixmedins_code AS subject_id,
    s.psn_no,
    s.fixmedins_code,
    s.sale_date AS event_date,
    CAST(s.sale_amt AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(CAST(s.sale_amt AS DOUBLE) * f.fund_share, 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(s.sale_amt AS DOUBLE) AS measured_value,
    'medins_prod_sel_d:' || s.medins_prod_sel_no AS evidence
FROM net_sale AS s
LEFT JOIN fund_share AS f ON f.setl_id = s.setl_id AND f.bkkp_sn = s.bkkp_sn
WHERE
    s.rx_flag = '1'
    AND coalesce(trim(s.rxno), '') = ''
    AND s.insured
    AND s.in_store
