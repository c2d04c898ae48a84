/*
title    = "应资未资、资助额不符"
question = "应资助的对象，谁没有得到参保资助，或者资助金额与标准不符？"
tables   = ["应保对象名单", "参保名单", "资助参保名单"]
note     = """
与 R83、指标 F34 同一口径：截至日身份有效、类别应资助、已参保而没有资助记录的；缴费方式是个人缴费、资助金额为 0 的；
资助金额与标准相差超过 0.01 元的。参加职工医保的不需资助居民参保，不算。标准先取名单自己的“资助标准”列，再取下面填写的；
都没有的只查有没有资助，不查金额。金额：未资助的为标准（没有标准的为个人缴费），不符的为相差数。"""
[params.has_insured]
label = "有参保名单"
[params.has_funded]
label = "有资助参保名单"
[params.has_subsidy]
label = "参保名单有资助金额列"
[params.has_way]
label = "参保名单有缴费方式列"
[columns]
person     = "人"
subtype    = "情形"
event_date = "日期"
amount_yuan = "金额（元）"
doubt      = "存疑之处"
excused    = "名单注明的免责原因"
evidence   = "依据"
*/
WITH owed AS (
    SELECT
        r.person,
        max(coalesce(r.std_amt, c.std_amt)) AS std_amt,
        string_agg(r.place, ';' ORDER BY r.place) AS evidence
    FROM entitled_row AS r
    LEFT JOIN category_rule AS c ON c.category = coalesce(r.category, '未写明')
    WHERE r.on_day AND coalesce(r.std_amt > 0, c.is_funded, TRUE)
    GROUP BY r.person
),

enrolled AS (
    SELECT
        person,
        bool_or(insu_class = '职工') AS is_staff,
        max(subs_amt) AS subs_amt,
        max(std_amt) AS std_amt,
        max(psn_clct_amt) AS psn_clct_amt,
        bool_or(regexp_matches(pay_way, '资助|代缴|全额|定额|免缴|财政|民政')) AS is_paid_for,
        bool_or(regexp_matches(pay_way, '个人|自缴|自费|本人|自行|自助|银行|微信|支付宝|代扣|线上')) AS is_self_paid,
        string_agg(place, ';' ORDER BY place) AS evidence
    FROM enrolled_row
    GROUP BY person
),

funded AS (
    SELECT
        person,
        count(*) FILTER (WHERE coalesce(subs_amt, 1) > 0) AS rows_paid,
        sum(subs_amt) AS subs_amt,
        max(std_amt) AS std_amt,
        string_agg(place, ';' ORDER BY place) AS evidence
    FROM person_row
    WHERE
        role = 'funded'
        AND coalesce(year = CAST(year(CAST($as_of AS DATE)) AS VARCHAR), TRUE)
        AND coalesce(clct_date <= $as_of, TRUE)
    GROUP BY person
),

compared AS (
    SELECT
        o.person,
        p.excused,
        coalesce(o.std_amt, f.std_amt, n.std_amt) AS std_amt,
        n.psn_clct_amt,
        CASE WHEN f.rows_paid > 0 THEN f.subs_amt ELSE n.subs_amt END AS paid_amt,
        CASE
            WHEN f.rows_paid > 0 OR n.subs_amt > 0 THEN TRUE
            WHEN $has_funded OR $has_subsidy THEN FALSE
            WHEN $has_way THEN coalesce(n.is_paid_for, FALSE) OR NOT coalesce(n.is_self_paid, TRUE)
            ELSE coalesce(n.psn_clct_amt = 0, FALSE)
        END AS is_funded,
        f.person IS NOT NULL OR n.subs_amt IS NOT NULL AS is_zero,
        coalesce(n.is_self_paid, FALSE) AS is_self_paid,
        concat_ws(';', o.evidence, n.evidence, f.evidence) AS evidence
    FROM owed AS o
    INNER JOIN person AS p ON p.person = o.person
    LEFT JOIN enrolled AS n ON n.person = o.person
    LEFT JOIN funded AS f ON f.person = o.person
    WHERE (n.person IS NOT NULL OR NOT $has_insured) AND NOT coalesce(n.is_staff, FALSE)
)

SELECT
    person,
    CASE
        WHEN is_funded AND paid_amt < std_amt THEN '资助额不符：少资助'
        WHEN is_funded THEN '资助额不符：多资助'
        WHEN is_self_paid THEN '应资未资：缴费方式是个人缴费'
        WHEN is_zero THEN '应资未资：资助金额为 0'
        ELSE '应资未资：没有资助记录'
    END AS subtype,
    CAST($as_of AS DATE) AS event_date,
    CAST(
        CASE WHEN is_funded THEN abs(paid_amt - std_amt) ELSE coalesce(std_amt, psn_clct_amt) END
        AS DECIMAL(18, 2)
    ) AS amount_yuan,
    nullif(
        concat_ws(
            '；',
            CASE WHEN NOT $has_insured THEN '没有参保名单，未核是否已参保' END,
            CASE
                WHEN NOT ($has_funded OR $has_subsidy OR $has_way)
                    THEN '名单只有个人缴费，没有资助金额：定额资助的可能已经资助'
            END
        ),
        ''
    ) AS doubt,
    excused,
    evidence
FROM compared
WHERE NOT is_funded OR abs(paid_amt - std_amt) > 0.01
