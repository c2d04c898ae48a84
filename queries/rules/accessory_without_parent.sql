/*
code     = "R19"
title    = "关联项目缺失"
question = "只能随主项目发生的附属项目，当天是否没有任何一个主项目？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第四项：串换药品、医用耗材、诊疗项目和服务设施",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第三项：虚构医药服务项目",
]
class    = "疑"
stage    = ["事前", "事中", "事后"]
subject  = "一笔附属项目收费（就诊ID|记账流水号）"
tables   = ["fee_list_d", "setl_d", "kb_pair"]
optional = ["setl_d"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fixmedins_code", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg",
    "kb_pair.rule_code", "kb_pair.main_item_code", "kb_pair.sub_item_code",
]
limits   = """
关联由本地清单给出：成对知识点规则编号 R19，主项是主项目（如某项手术、检查），从项是附属项目（如专用耗材、加收项）；
一个附属项目可以有几个主项目，一行一个，有一个即可。没有列入的附属项目不判。
同一人、同一机构、同一天；计整笔，自费的也查，基金部分可以为 0。主项目隔日记账、在外院做的会误报。
"""
reviewed = 2025-11-21
back     = []
*/
WITH pair AS (
    SELECT
        k.main_item_code,
        k.sub_item_code
    FROM pair_point AS k
    WHERE
        k.rule_code = 'R19'
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
)

SELECT
    coalesce(f.mdtrt_id || '|', '') || f.bkkp_sn AS subject_id,
    f.psn_no,
    f.fixmedins_code,
    f.fee_date AS event_date,
    CAST(f.det_item_fee_sumamt AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(f.fund_amt, 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(f.cnt AS DOUBLE) AS measured_value,
    'fee_list_d:' || f.bkkp_sn AS evidence
FROM net_fee AS f
WHERE
    f.item_code IN (SELECT p.sub_item_code FROM pair AS p)
    AND f.psn_no IS NOT NULL
    AND f.fixmedins_code IS NOT NULL
    AND f.fee_date IS NOT NULL
    AND NOT EXISTS (
        SELECT 1
        FROM net_fee AS m
        INNER JOIN pair AS p ON p.main_item_code = m.item_code
        WHERE
            p.sub_item_code = f.item_code
            AND m.psn_no = f.psn_no
            AND m.fixmedins_code = f.fixmedins_code
            AND m.fee_date = f.fee_date
    )
