/*
code     = "R02"
title    = "儿童专用药品、项目用于超龄者"
question = "儿童专用、限儿童使用的药品和医疗服务项目，是否用在了已经超过年龄的参保人身上？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条：提供合理、必要的医药服务，费用符合支付范围",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第四项、第六项",
    "国家医保局智能监管“两库”第一批：药品儿童专用、药品限儿童使用、医疗服务项目儿童专用",
]
class    = "疑"
stage    = ["事前", "事中", "事后"]
subject  = "一次就诊的一个项目（就诊ID|项目编码）"
tables   = ["fee_list_d", "kb_item", "psn_info_b", "setl_d", "mdtrt_d"]
optional = ["psn_info_b", "setl_d", "mdtrt_d"]
columns  = [
    "fee_list_d.hilist_code|med_list_codg", "fee_list_d.cnt", "fee_list_d.fee_ocur_time",
    "kb_item.rule_code", "kb_item.item_code", "kb_item.max_age", "psn_info_b.brdy|setl_d.brdy",
]
limits   = """
按费用发生当日的年龄，达到知识点的最大年龄即命中：岁按周岁（生日当天长一岁），天按出生后天数（出生当日为 0）。
知识点只写“儿童”“新生儿”的，装入时按 18 周岁、28 天（默认口径）。一个编码有几个知识点的取较宽的。
出生日期先取人员基本信息，没有的取结算信息；两处都没有的、算出的年龄大于 120 岁的不查。
新生儿就诊（新生儿标志为 1）常用母亲的编号，不查；医院没有上报这一标志的会误报。
不论基金是否支付都命中；成人确需用儿童剂型的会被命中，须核病历。measured_value 是年龄（岁，或天）。
"""
reviewed = 2025-11-21
back     = []

[params.oldest_years]
default = 120
unit    = "岁"
label   = "年龄大于此数的视为出生日期有误，不查"
source  = "默"
*/
WITH point AS (
    SELECT
        k.item_code,
        min(k.kb_item_id) AS kb_item_id,
        max(k.max_age) FILTER (WHERE coalesce(k.age_unit, '岁') = '岁') AS max_years,
        max(k.max_age) FILTER (WHERE k.age_unit = '天') AS max_days
    FROM item_point AS k
    WHERE
        k.rule_code = 'R02'
        AND k.max_age IS NOT NULL
        AND coalesce(k.age_unit, '岁') IN ('岁', '天')
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
    GROUP BY k.item_code
),

born AS (
    SELECT
        coalesce(f.mdtrt_id, f.setl_id, f.bkkp_sn) AS encounter_id,
        f.item_code,
        k.kb_item_id,
        k.max_years,
        k.max_days,
        f.bkkp_sn,
        f.psn_no,
        f.fixmedins_code,
        f.fee_date,
        f.det_item_fee_sumamt,
        f.fund_amt,
        coalesce(p.brdy, n.brdy) AS birth_date
    FROM net_fee AS f
    INNER JOIN point AS k ON k.item_code = f.item_code
    LEFT JOIN person AS p ON p.psn_no = f.psn_no
    LEFT JOIN net_setl AS n ON n.setl_id = f.setl_id
    WHERE
        NOT EXISTS (
            SELECT 1 FROM special_visit AS v WHERE v.mdtrt_id = f.mdtrt_id AND v.is_newborn
        )
),

aged AS (
    SELECT
        *,
        year(fee_date) - year(birth_date) - CASE
            WHEN month(fee_date) < month(birth_date) THEN 1
            WHEN month(fee_date) = month(birth_date) AND day(fee_date) < day(birth_date) THEN 1
            ELSE 0
        END AS years,
        date_diff('day', birth_date, fee_date) AS days
    FROM born
),

line AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY encounter_id, item_code ORDER BY fee_date, bkkp_sn) AS place
    FROM aged
    WHERE
        years <= $oldest_years
        AND coalesce(years >= max_years, TRUE)
        AND coalesce(days >= max_days, TRUE)
)

SELECT
    encounter_id || '|' || item_code AS subject_id,
    min(psn_no) AS psn_no,
    min(fixmedins_code) AS fixmedins_code,
    max(fee_date) AS event_date,
    CAST(sum(det_item_fee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(max(CASE WHEN max_years IS NULL THEN days ELSE years END) AS DOUBLE) AS measured_value,
    'kb_item:' || kb_item_id || ';'
    || string_agg(CASE WHEN place <= 49 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY encounter_id, item_code, kb_item_id
