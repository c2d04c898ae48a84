/*
code     = "R25"
title    = "无资质、无设备收费（虚记）"
question = "机构收取的项目所需的设备登记里没有，或者服务日期不在执业许可、医保定点的有效期内？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第三项：虚构医药服务项目",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条",
    "《医疗机构管理条例》第二十三条、第二十六条：未取得执业许可证不得开展诊疗活动，按登记的诊疗科目执业",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一次就诊（就诊ID）"
tables   = ["fee_list_d", "setl_d", "fixmedins_b", "medins_info_b", "kb_item"]
optional = ["setl_d", "fixmedins_b", "medins_info_b", "kb_item"]
columns  = [
    "fee_list_d.fixmedins_code", "fee_list_d.cnt",
    "fixmedins_b.begntime|endtime|medins_info_b.medins_prac_lic_expy|medins_info_b.dialy_mach_cnt|medins_info_b.aprv_bed_cnt",
]
limits   = """
能查的只有登记里有的：血透机台数、批准床位数、执业许可证有效期限、定点开始和结束时间；没有科室登记，缺科室查不到。
需要设备的项目：知识点中 R25 的项目（限定内容含“透析”的要血透机，含“床位”的要批准床位，其余不查），
加上名称含所列词的透析项目。机构已登记而该数为空或 0 算没有；全区都没有登记该数的不查。
服务日期在执业许可到期日之后，或在定点开始之前、结束之后的，全部明细命中；到期、结束当日有效。
续证、续约后登记没有更新的会误报，须核证照；借用、租用设备而未登记的会误报。
"""
reviewed = 2025-11-21
back     = []

[params.dialysis_words]
default = ["血液透析", "血液滤过", "血液透析滤过"]
unit    = "项目名称中的词"
label   = "需要血透机的项目"
source  = "默"
*/
WITH dialysis_word AS (SELECT unnest($dialysis_words) AS word),

required AS (
    SELECT
        k.item_code,
        CASE WHEN k.limit_val LIKE '%透析%' THEN '血透机' ELSE '床位' END AS device
    FROM item_point AS k
    WHERE
        k.rule_code = 'R25'
        AND (k.limit_val LIKE '%透析%' OR k.limit_val LIKE '%床位%')
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
    UNION ALL
    SELECT
        c.item_code,
        '血透机' AS device
    FROM charged_item AS c
    WHERE
        coalesce(left(c.list_type, 1), '2') = '2'
        AND EXISTS (SELECT 1 FROM dialysis_word AS w WHERE c.item_name LIKE '%' || w.word || '%')
),

registered AS (
    SELECT
        h.medins_code AS fixmedins_code,
        h.medins_prac_lic_expy,
        coalesce(h.dialy_mach_cnt, 0) AS machines,
        coalesce(h.aprv_bed_cnt, 0) AS beds,
        max(h.dialy_mach_cnt) OVER () AS most_machines,
        max(h.aprv_bed_cnt) OVER () AS most_beds
    FROM medins_info_b AS h
    WHERE coalesce(h.vali_flag, '1') = '1'
),

unequipped AS (
    SELECT DISTINCT
        g.fixmedins_code,
        r.item_code
    FROM required AS r
    INNER JOIN registered AS g
        ON
            (r.device = '血透机' AND g.machines = 0 AND g.most_machines > 0)
            OR (r.device = '床位' AND g.beds = 0 AND g.most_beds > 0)
),

period AS (
    SELECT
        i.fixmedins_code,
        CAST(i.begntime AS DATE) AS begn_date,
        CAST(i.endtime AS DATE) AS end_date
    FROM fixmedins_b AS i
    WHERE coalesce(i.vali_flag, '1') = '1'
),

judged AS (
    SELECT
        coalesce(f.mdtrt_id, f.setl_id, f.bkkp_sn) AS encounter_id,
        f.psn_no,
        f.fixmedins_code,
        f.fee_date,
        f.bkkp_sn,
        f.det_item_fee_sumamt,
        f.fund_amt,
        f.fee_date < p.begn_date OR f.fee_date > p.end_date AS is_outside,
        u.item_code IS NOT NULL OR f.fee_date > g.medins_prac_lic_expy AS is_unqualified
    FROM net_fee AS f
    LEFT JOIN period AS p ON p.fixmedins_code = f.fixmedins_code
    LEFT JOIN registered AS g ON g.fixmedins_code = f.fixmedins_code
    LEFT JOIN unequipped AS u
        ON u.fixmedins_code = f.fixmedins_code AND u.item_code = f.item_code
),

line AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY encounter_id ORDER BY fee_date, bkkp_sn) AS place
    FROM judged
    WHERE is_outside OR is_unqualified
)

SELECT
    encounter_id AS subject_id,
    min(psn_no) AS psn_no,
    min(fixmedins_code) AS fixmedins_code,
    max(fee_date) AS event_date,
    CAST(sum(det_item_fee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(count(*) AS DOUBLE) AS measured_value,
    concat_ws(
        ';',
        max(CASE WHEN is_outside THEN 'fixmedins_b:' || fixmedins_code END),
        max(CASE WHEN is_unqualified THEN 'medins_info_b:' || fixmedins_code END),
        string_agg(CASE WHEN place <= 48 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
    ) AS evidence
FROM line
GROUP BY encounter_id
