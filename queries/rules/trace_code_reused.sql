/*
code     = "R55"
title    = "同一追溯码在同一机构多次使用"
question = "同一盒药的追溯码，是否在同一家机构结算了三次以上（可能串换药品）？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第四项：串换药品、医用耗材、诊疗项目和服务设施",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一个追溯码在一家机构（追溯码|机构编号）"
tables   = ["drug_trac_sel_d", "fee_list_d", "setl_d"]
optional = ["fee_list_d", "setl_d"]
columns  = ["drug_trac_sel_d.drug_trac_codg", "drug_trac_sel_d.fixmedins_code"]
limits   = """
净使用三次起命中；两次只是关注，不在此列（可把次数改为 2 试算）。医保与自费使用都计，拆零的不计。
退货冲掉同码、同人、同机构的一次使用；费用明细已退费的不计。时间取费用明细的，没有明细的取上传时间。
计第二次起各次使用的金额；一笔明细有几盒的按数量均摊，自费使用没有明细的金额为空。
拆零药品漏标拆零标志、同一次销售重复上传、扫错码会误报，须核进销存和实物。
"""
reviewed = 2025-11-21

[params.min_uses]
default = 3
unit    = "次"
label   = "同一机构的净使用次数（达到即命中）"
source  = "公"
*/
WITH ranked AS (
    SELECT
        u.*,
        row_number() OVER (
            PARTITION BY u.drug_trac_codg, u.fixmedins_code ORDER BY u.use_time, u.trac_sn
        ) AS place
    FROM repeat_trace_use AS u
    WHERE u.fixmedins_code IS NOT NULL
)

SELECT
    drug_trac_codg || '|' || fixmedins_code AS subject_id,
    CASE WHEN count(DISTINCT psn_no) = 1 THEN min(psn_no) END AS psn_no,
    fixmedins_code,
    max(use_date) AS event_date,
    CAST(round(sum(CASE WHEN place > 1 THEN total_amt END), 2) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(CASE WHEN place > 1 THEN fund_amt END), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(count(*) AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'drug_trac_sel_d:' || trac_sn END, ';' ORDER BY place)
        AS evidence
FROM ranked
GROUP BY drug_trac_codg, fixmedins_code
HAVING count(*) >= $min_uses
