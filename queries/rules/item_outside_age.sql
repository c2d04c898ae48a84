/*
code     = "R03"
title    = "医疗服务项目超限定年龄"
question = "限定年龄的医疗服务项目，是否用在了年龄不在限定范围内的参保人身上？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条：医疗保障基金支付的费用应当符合规定的支付范围",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第六项",
    "人社部发〔2016〕23号：新增部分医疗康复项目的限定支付范围；国家医保局智能监管“两库”第八批：医疗服务项目限年龄",
]
class    = "疑"
stage    = ["事前", "事中", "事后"]
subject  = "一次就诊的一个项目（就诊ID|项目编码）"
tables   = ["fee_list_d", "kb_item", "psn_info_b", "setl_d", "mdtrt_d"]
optional = ["psn_info_b", "setl_d", "mdtrt_d"]
columns  = [
    "fee_list_d.hilist_code|med_list_codg", "fee_list_d.cnt", "fee_list_d.fee_ocur_time",
    "kb_item.rule_code", "kb_item.item_code", "kb_item.min_age|max_age|limit_val",
    "psn_info_b.brdy|setl_d.brdy",
]
limits   = """
按费用发生当日的周岁（或出生后天数），小于知识点的最小年龄或大于最大年龄命中；两端的年龄都允许。
知识点只写“法定就业年龄”的（如职业功能训练），按 16 周岁至男 60、女 55 周岁，性别不明的按男；延迟退休后须调整参数。
一个编码有几个知识点的取较宽的。出生日期、性别先取人员基本信息，没有的取结算信息；没有出生日期、年龄不在 0–120 岁的不查。
新生儿就诊（新生儿标志为 1）常用母亲的编号，不查。不论基金是否支付都命中，measured_value 是年龄（岁，或天）。
"""
reviewed = 2025-11-21
back     = []

[params.work_years]
default = 16
unit    = "岁"
label   = "法定最低就业年龄"
source  = "法"

[params.retire_years_male]
default = 60
unit    = "岁"
label   = "“法定就业年龄”允许的最大周岁：男"
source  = "法*"

[params.retire_years_female]
default = 55
unit    = "岁"
label   = "“法定就业年龄”允许的最大周岁：女"
source  = "法*"

[params.oldest_years]
default = 120
unit    = "岁"
label   = "年龄大于此数的视为出生日期有误，不查"
source  = "默"
*/
WITH printed AS (
    SELECT
        k.item_code,
        k.kb_item_id,
        k.min_age,
        k.max_age,
        CASE
            WHEN coalesce(k.min_age, k.max_age) IS NOT NULL THEN coalesce(k.age_unit, '岁')
            -- The official point prints no number.
            WHEN k.limit_val LIKE '%法定就业年龄%' THEN '就业'
        END AS age_unit
    FROM item_point AS k
    WHERE
        k.rule_code = 'R03'
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
),

point AS (
    SELECT
        item_code,
        min(kb_item_id) AS kb_item_id,
        min(CASE age_unit WHEN '岁' THEN min_age WHEN '就业' THEN $work_years END) AS min_years,
        max(CASE age_unit WHEN '岁' THEN max_age WHEN '就业' THEN $retire_years_male END)
            AS max_years_male,
        max(CASE age_unit WHEN '岁' THEN max_age WHEN '就业' THEN $retire_years_female END)
            AS max_years_female,
        min(CASE age_unit WHEN '天' THEN min_age END) AS min_days,
        max(CASE age_unit WHEN '天' THEN max_age END) AS max_days
    FROM printed
    WHERE age_unit IN ('岁', '天', '就业')
    GROUP BY item_code
),

born AS (
    SELECT
        coalesce(f.mdtrt_id, f.setl_id, f.bkkp_sn) AS encounter_id,
        f.item_code,
        k.kb_item_id,
        k.min_years,
        CASE
            WHEN coalesce(p.gend, n.gend) = '2' THEN k.max_years_female ELSE k.max_years_male
        END AS max_years,
        k.min_days,
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
        years BETWEEN 0 AND $oldest_years
        AND (years < min_years OR years > max_years OR days < min_days OR days > max_days)
)

SELECT
    encounter_id || '|' || item_code AS subject_id,
    min(psn_no) AS psn_no,
    min(fixmedins_code) AS fixmedins_code,
    max(fee_date) AS event_date,
    CAST(sum(det_item_fee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(
        max(CASE WHEN coalesce(min_years, max_years) IS NULL THEN days ELSE years END) AS DOUBLE
    ) AS measured_value,
    'kb_item:' || kb_item_id || ';'
    || string_agg(CASE WHEN place <= 49 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY encounter_id, item_code, kb_item_id
