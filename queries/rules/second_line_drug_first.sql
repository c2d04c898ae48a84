/*
code     = "R14"
title    = "限二线使用的药品直接使用"
question = "限二线使用的药品由基金支付时，此前一段时间是否既没有用过一线药品，也没有过敏、不耐受的诊断？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第六项：将不属于医疗保障基金支付范围的医药费用纳入医疗保障基金结算",
    "国家医保局智能监管“两库”第九批：药品限二线使用",
]
class    = "疑"
stage    = ["事前", "事中", "事后"]
subject  = "一笔药品收费（就诊ID|记账流水号）"
tables   = ["fee_list_d", "setl_d", "mdtrt_d", "setl_list_diag_d", "kb_item", "kb_pair"]
optional = ["mdtrt_d", "setl_list_diag_d", "kb_pair"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fee_ocur_time", "fee_list_d.setl_id", "fee_list_d.cnt",
    "fee_list_d.inscp_amt", "fee_list_d.hilist_code|med_list_codg", "setl_d.inscp_amt",
    "setl_d.fund_pay_sumamt", "kb_item.rule_code", "kb_item.item_code",
]
limits   = """
官方知识点没有列一线药品：成对知识点里有规则编号 R14 的（主项为二线药、从项为一线药），只认所列的一线药；
没有列的，编码前 4 位（治疗学亚组）相同、自己不限二线的药都当作一线药，用别的亚组药做一线的会误报。
只看费用日之前（不含当日）的用药和含当日的过敏、不良反应诊断；连续使用（间隔不超过 180 天）的，往前看到开始使用前 180 天。
只看基金支付大于 0 的明细，计整笔。院外购药、自费未上传的用药看不到；数据开头 180 天内的会误报。
"""
reviewed = 2025-11-21
back     = []
history  = "item_point"

[params.look_back_days]
default = 180
unit    = "天"
label   = "往前查一线药品的天数"
source  = "默"

[params.group_length]
default = 4
unit    = "位"
label   = "同类药品的编码开头位数"
source  = "默"

[params.intolerance_diagnoses]
default = ["Z88", "T88.6", "T88.7", "Y4", "Y5"]
unit    = "诊断编码开头"
label   = "过敏、不良反应的诊断"
source  = "默"
*/
WITH second_line AS (
    SELECT DISTINCT k.item_code
    FROM item_point AS k
    WHERE
        k.rule_code = 'R14'
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
),

first_line AS (
    SELECT
        k.main_item_code AS item_code,
        k.sub_item_code AS first_code
    FROM pair_point AS k
    WHERE
        k.rule_code = 'R14'
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
),

intolerance AS (SELECT unnest($intolerance_diagnoses) AS beginning),

-- A day on which the drug was used, and when its use, without longer breaks, began.
used AS (
    SELECT
        d.*,
        CASE
            WHEN
                date_diff(
                    'day',
                    lag(d.fee_date) OVER (PARTITION BY d.psn_no, d.item_code ORDER BY d.fee_date),
                    d.fee_date
                ) <= $look_back_days
                THEN NULL
            ELSE d.fee_date
        END AS started
    FROM (
        SELECT DISTINCT
            f.psn_no,
            f.item_code,
            f.fee_date
        FROM net_fee AS f
        WHERE f.item_code IN (SELECT s.item_code FROM second_line AS s)
    ) AS d
),

course AS (
    SELECT
        u.psn_no,
        u.item_code,
        u.fee_date,
        max(u.started) OVER (PARTITION BY u.psn_no, u.item_code ORDER BY u.fee_date) AS begun
    FROM used AS u
),

patient AS (
    SELECT DISTINCT
        c.psn_no,
        c.item_code,
        left(c.item_code, $group_length) AS drug_group,
        l.item_code IS NULL AS by_group
    FROM course AS c
    LEFT JOIN first_line AS l ON l.item_code = c.item_code
),

-- What excuses: first-line drugs from the day after, intolerance from the day of the diagnosis.
excuse AS (
    SELECT
        p.psn_no,
        p.item_code,
        f.fee_date AS day,
        1 AS days_later
    FROM patient AS p
    INNER JOIN net_fee AS f
        ON f.psn_no = p.psn_no AND left(f.item_code, $group_length) = p.drug_group
    WHERE p.by_group AND f.item_code NOT IN (SELECT s.item_code FROM second_line AS s)
    UNION ALL
    SELECT
        p.psn_no,
        p.item_code,
        f.fee_date AS day,
        1 AS days_later
    FROM patient AS p
    INNER JOIN first_line AS l ON l.item_code = p.item_code
    INNER JOIN net_fee AS f ON f.psn_no = p.psn_no AND f.item_code = l.first_code
    UNION ALL
    SELECT
        p.psn_no,
        p.item_code,
        d.diag_date AS day,
        0 AS days_later
    FROM patient AS p
    INNER JOIN diagnosis AS d ON d.psn_no = p.psn_no
    INNER JOIN intolerance AS i ON d.diag_code LIKE i.beginning || '%'
),

unexcused AS (
    SELECT
        c.psn_no,
        c.item_code,
        c.fee_date,
        max(date_diff('day', c.begun, e.day)) AS nearest
    FROM course AS c
    LEFT JOIN excuse AS e
        ON
            e.psn_no = c.psn_no
            AND e.item_code = c.item_code
            AND date_diff('day', e.day, c.fee_date) >= e.days_later
    GROUP BY c.psn_no, c.item_code, c.fee_date
    HAVING coalesce(max(date_diff('day', c.begun, e.day)) < -$look_back_days, TRUE)
)

SELECT
    coalesce(f.mdtrt_id || '|', '') || f.bkkp_sn AS subject_id,
    f.psn_no,
    f.fixmedins_code,
    f.fee_date AS event_date,
    CAST(f.det_item_fee_sumamt AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(f.fund_amt, 2) AS DECIMAL(18, 2)) AS fund_amount,
    -- Days from the last first-line drug to the beginning of the use; none if there was never one.
    CAST(-u.nearest AS DOUBLE) AS measured_value,
    'fee_list_d:' || f.bkkp_sn AS evidence
FROM unexcused AS u
INNER JOIN net_fee AS f
    ON f.psn_no = u.psn_no AND f.item_code = u.item_code AND f.fee_date = u.fee_date
WHERE f.fund_amt > 0
