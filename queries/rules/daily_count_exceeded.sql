/*
code     = "R10"
title    = "单日超频次收费"
question = "同一参保人一天之内在同一机构，某个项目的收费数量是否超过单日上限？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第三项：重复收费、超标准收费、分解项目收费",
    "国家医保局智能监管“两库”第八批：医疗服务项目限定频次",
]
class    = "违"
stage    = ["事前", "事中", "事后"]
subject  = "当日最后一笔收费（就诊ID|记账流水号）"
tables   = ["fee_list_d", "setl_d", "kb_item"]
optional = ["setl_d"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fixmedins_code", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg",
    "kb_item.rule_code", "kb_item.item_code", "kb_item.max_cnt",
]
limits   = """
上限取在用知识点的“最多数量”（如住院诊查费 1 次、按小时计价的 24 小时），一个项目有几个上限的取最小。
同一人、同一机构、同一项目、同一天的净数量合计，只计超出上限的部分，按当日均价折算金额；自费的也查，基金部分可以为 0。
几天的费用记在一天（如出院日补记）会误报，须核医嘱和护理记录。没有读出上限的知识点不判。
"""
reviewed = 2025-11-21
back     = []
*/
WITH daily_limit AS (
    SELECT
        k.item_code,
        min(k.max_cnt) AS max_cnt
    FROM item_point AS k
    WHERE
        k.rule_code = 'R10'
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
    GROUP BY k.item_code
),

exceeded AS (
    SELECT
        f.psn_no,
        f.fixmedins_code,
        f.item_code,
        f.fee_date,
        CAST(sum(f.cnt) AS DOUBLE) AS cnt,
        CAST(sum(f.cnt) - d.max_cnt AS DOUBLE) AS extra
    FROM net_fee AS f
    INNER JOIN daily_limit AS d ON d.item_code = f.item_code
    GROUP BY f.psn_no, f.fixmedins_code, f.item_code, f.fee_date, d.max_cnt
    HAVING sum(f.cnt) > d.max_cnt
),

line AS (
    SELECT
        e.*,
        f.bkkp_sn,
        coalesce(f.mdtrt_id || '|', '') || f.bkkp_sn AS line_id,
        f.det_item_fee_sumamt,
        f.fund_amt,
        row_number() OVER (
            PARTITION BY e.psn_no, e.fixmedins_code, e.item_code, e.fee_date
            ORDER BY f.fee_ocur_time DESC, f.bkkp_sn DESC, f.mdtrt_id DESC
        ) AS place
    FROM exceeded AS e
    INNER JOIN net_fee AS f
        ON
            f.psn_no = e.psn_no
            AND f.fixmedins_code = e.fixmedins_code
            AND f.item_code = e.item_code
            AND f.fee_date = e.fee_date
)

SELECT
    max(CASE WHEN place = 1 THEN line_id END) AS subject_id,
    psn_no,
    fixmedins_code,
    fee_date AS event_date,
    CAST(
        round(CAST(sum(det_item_fee_sumamt) AS DOUBLE) * extra / nullif(cnt, 0), 2)
        AS DECIMAL(18, 2)
    ) AS total_amount,
    CAST(round(sum(fund_amt) * extra / nullif(cnt, 0), 2) AS DECIMAL(18, 2)) AS fund_amount,
    cnt AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY psn_no, fixmedins_code, item_code, fee_date, cnt, extra
