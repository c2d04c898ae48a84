/*
code     = "R20"
title    = "分解收费"
question = "应当按一个打包项目收的几项服务，是否拆成几个分项来收？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第三项：重复收费、超标准收费、分解项目收费",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条",
]
class    = "疑"
stage    = ["事前", "事中", "事后"]
subject  = "当日最后一笔分项收费和打包项目（就诊ID|记账流水号|打包项目编码）"
tables   = ["fee_list_d", "setl_d", "kb_pair"]
optional = ["setl_d"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fixmedins_code", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg",
    "kb_pair.rule_code", "kb_pair.main_item_code", "kb_pair.sub_item_code",
]
limits   = """
打包关系由本地清单给出：成对知识点规则编号 R20，主项是打包项目，从项是它的一个分项，一行一个分项；没有列入的不判。
同一人、同一机构、同一天收了 2 个以上不同分项而没有收打包项目即命中，计这些分项的全部金额，自费的也查。
打包项目与分项同时收的属于重复收费（R12），不在此列；病情只需其中几项的会误报；一个分项属于几个打包项目的各算一次。
"""
reviewed = 2025-11-21
back     = []

[params.min_parts]
default = 2
unit    = "项"
label   = "最少的不同分项数"
source  = "公"
*/
WITH pair AS (
    SELECT DISTINCT
        k.main_item_code,
        k.sub_item_code
    FROM pair_point AS k
    WHERE
        k.rule_code = 'R20'
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
),

taken_apart AS (
    SELECT
        f.psn_no,
        f.fixmedins_code,
        f.fee_date,
        p.main_item_code,
        count(DISTINCT f.item_code) AS parts
    FROM net_fee AS f
    INNER JOIN pair AS p ON p.sub_item_code = f.item_code
    GROUP BY f.psn_no, f.fixmedins_code, f.fee_date, p.main_item_code
    HAVING count(DISTINCT f.item_code) >= $min_parts
),

line AS (
    SELECT
        t.*,
        f.bkkp_sn,
        coalesce(f.mdtrt_id || '|', '') || f.bkkp_sn AS line_id,
        f.det_item_fee_sumamt,
        f.fund_amt,
        row_number() OVER (
            PARTITION BY t.psn_no, t.fixmedins_code, t.fee_date, t.main_item_code
            ORDER BY f.fee_ocur_time DESC, f.bkkp_sn DESC, f.mdtrt_id DESC
        ) AS place
    FROM taken_apart AS t
    INNER JOIN pair AS p ON p.main_item_code = t.main_item_code
    INNER JOIN net_fee AS f
        ON
            f.item_code = p.sub_item_code
            AND f.psn_no = t.psn_no
            AND f.fixmedins_code = t.fixmedins_code
            AND f.fee_date = t.fee_date
    WHERE
        NOT EXISTS (
            SELECT 1 FROM net_fee AS m
            WHERE
                m.item_code = t.main_item_code
                AND m.psn_no = t.psn_no
                AND m.fixmedins_code = t.fixmedins_code
                AND m.fee_date = t.fee_date
        )
)

SELECT
    max(CASE WHEN place = 1 THEN line_id END) || '|' || main_item_code AS subject_id,
    psn_no,
    fixmedins_code,
    fee_date AS event_date,
    CAST(sum(det_item_fee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(parts AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY psn_no, fixmedins_code, fee_date, main_item_code, parts
