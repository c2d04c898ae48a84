/*
code     = "R41"
title    = "费用模板化（多次住院费用雷同）"
question = "同一医院一个月内，是否有多次住院的收费项目和总额几乎一模一样，疑似套模板造费用？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第二项：伪造、变造医学文书、医学证明、会计凭证、电子信息等有关资料",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第三项：虚构医药服务项目",
]
class    = "疑"
stage    = ["事后"]
subject  = "一次住院（就诊ID）"
tables   = ["mdtrt_d", "setl_d", "fixmedins_b", "fee_list_d"]
optional = ["fixmedins_b"]
columns  = [
    "mdtrt_d.psn_no", "mdtrt_d.fixmedins_code", "mdtrt_d.dscg_maindiag_code", "mdtrt_d.begntime",
    "mdtrt_d.med_type|ipt_days", "setl_d.mdtrt_id", "setl_d.medfee_sumamt", "fee_list_d.mdtrt_id",
    "fee_list_d.psn_no", "fee_list_d.hilist_code|med_list_codg", "fee_list_d.cnt",
]
limits   = """
只在同一医院、同一病种（主诊断前三位）内比；入院日相距 30 天以内（含）、总额相差不超过 1%、项目集合相似度
（相同项目数 ÷ 合并项目数）达到 0.95 的算雷同。从某次住院起 30 天内连同它有 5 次雷同即全部命中，比较值是次数。
不足 5 个项目的住院不比；项目只比编码，不比数量。计整次住院的费用，没有结算的不比。
临床路径、日间手术、按疗程放化疗和透析本来就雷同，会误报，须核病历是否也雷同。
"""
reviewed = 2025-11-21
unit     = "月"
back     = ["window_days", 31]
ahead    = ["window_days"]

[params.similarity]
default = 0.95
unit    = "比例"
label   = "项目集合相似度（达到才算雷同）"
source  = "默"

[params.amount_gap]
default = 0.01
unit    = "比例"
label   = "总额相差（不超过才算雷同）"
source  = "默"

[params.window_days]
default = 30
unit    = "天"
label   = "入院日相距"
source  = "默"

[params.min_stays]
default = 5
unit    = "次"
label   = "雷同的住院次数（达到才命中）"
source  = "默"

[params.min_items]
default = 5
unit    = "个"
label   = "一次住院最少的项目数"
source  = "默"
*/
WITH priced AS (
    SELECT
        s.mdtrt_id,
        s.psn_no,
        s.fixmedins_code,
        s.diag3,
        s.adm_date,
        CAST(s.medfee_sumamt AS DOUBLE) AS amount,
        -- Amounts that near each other are in one step of the ladder, or in the next.
        floor(ln(CAST(s.medfee_sumamt AS DOUBLE)) / nullif(2 * $amount_gap + 0.001, 0)) AS step
    FROM stay AS s
    WHERE s.medfee_sumamt > 0
),

neighbour AS (
    SELECT
        p.*,
        p.step + o.step AS near_step
    FROM priced AS p
    CROSS JOIN (SELECT unnest([-1, 0, 1]) AS step) AS o
),

-- The earlier stay of a pair comes first; whom fewer follow than make a group begins none.
near_pair AS (
    SELECT
        a.mdtrt_id AS first_id,
        b.mdtrt_id AS later_id
    FROM neighbour AS a
    INNER JOIN priced AS b
        ON
            b.fixmedins_code = a.fixmedins_code
            AND b.diag3 = a.diag3
            AND b.step = a.near_step
            AND (b.adm_date > a.adm_date OR (b.adm_date = a.adm_date AND b.mdtrt_id > a.mdtrt_id))
            AND date_diff('day', a.adm_date, b.adm_date) <= $window_days
            AND abs(a.amount - b.amount) <= round($amount_gap * greatest(a.amount, b.amount), 6)
    QUALIFY count(*) OVER (PARTITION BY a.mdtrt_id) >= $min_stays - 1
),

candidate AS (
    SELECT first_id AS mdtrt_id FROM near_pair
    UNION
    SELECT later_id AS mdtrt_id FROM near_pair
),

item AS (
    SELECT DISTINCT
        f.mdtrt_id,
        f.item_code
    FROM candidate AS c
    INNER JOIN priced AS p ON p.mdtrt_id = c.mdtrt_id
    INNER JOIN net_fee AS f ON f.mdtrt_id = p.mdtrt_id AND f.psn_no = p.psn_no
    WHERE f.item_code IS NOT NULL
),

item_count AS (
    SELECT
        mdtrt_id,
        count(*) AS items
    FROM item
    GROUP BY mdtrt_id
    HAVING count(*) >= $min_items
),

-- Sets of too different a size cannot be alike: their items are never compared.
sized_pair AS (
    SELECT
        p.first_id,
        p.later_id,
        a.items AS first_items,
        b.items AS later_items
    FROM near_pair AS p
    INNER JOIN item_count AS a ON a.mdtrt_id = p.first_id
    INNER JOIN item_count AS b ON b.mdtrt_id = p.later_id
    WHERE least(a.items, b.items) >= round($similarity * greatest(a.items, b.items), 6)
),

alike AS (
    SELECT
        p.first_id,
        p.later_id
    FROM sized_pair AS p
    INNER JOIN item AS a ON a.mdtrt_id = p.first_id
    INNER JOIN item AS b ON b.mdtrt_id = p.later_id AND b.item_code = a.item_code
    GROUP BY p.first_id, p.later_id, p.first_items, p.later_items
    HAVING count(*) >= round($similarity * (p.first_items + p.later_items - count(*)), 6)
),

template AS (
    SELECT
        first_id,
        count(*) + 1 AS stays
    FROM alike
    GROUP BY first_id
    HAVING count(*) + 1 >= $min_stays
),

member AS (
    SELECT t.first_id, t.stays, t.first_id AS mdtrt_id FROM template AS t
    UNION ALL
    SELECT t.first_id, t.stays, a.later_id AS mdtrt_id
    FROM template AS t
    INNER JOIN alike AS a ON a.first_id = t.first_id
),

-- A stay of several groups is shown with the largest.
largest AS (
    SELECT *
    FROM member
    QUALIFY row_number() OVER (PARTITION BY mdtrt_id ORDER BY stays DESC, first_id ASC) = 1
),

proof AS (
    SELECT
        l.mdtrt_id,
        l.stays,
        m.mdtrt_id AS other_id,
        row_number() OVER (PARTITION BY l.mdtrt_id ORDER BY m.mdtrt_id) AS place
    FROM largest AS l
    INNER JOIN member AS m ON m.first_id = l.first_id AND m.mdtrt_id <> l.mdtrt_id
)

SELECT
    s.mdtrt_id AS subject_id,
    s.psn_no,
    s.fixmedins_code,
    s.adm_date AS event_date,
    s.medfee_sumamt AS total_amount,
    s.fund_pay_sumamt AS fund_amount,
    CAST(p.stays AS DOUBLE) AS measured_value,
    'mdtrt_d:' || s.mdtrt_id || ';'
    || string_agg(CASE WHEN p.place <= 49 THEN 'mdtrt_d:' || p.other_id END, ';' ORDER BY p.place)
        AS evidence
FROM proof AS p
INNER JOIN stay AS s ON s.mdtrt_id = p.mdtrt_id
GROUP BY
    s.mdtrt_id, s.psn_no, s.fixmedins_code, s.adm_date, s.medfee_sumamt, s.fund_pay_sumamt, p.stays
