/*
title    = "重复享受"
question = "谁就同一笔费用得到两次救助，或者按两种身份、在两处享受？"
tables   = ["救助支付名单", "资助参保名单", "参保名单"]
note     = """
与规则 R86 同一口径，同一笔费用：同一结算编号，或同一人同一发票号，或同一人、同一机构、同一就诊日期、同一费用总额
（两笔各有结算编号且支付方式相同的，是同日两次就诊，不算）；名单没有机构或费用总额的，按同人同日同一救助金额，注明存疑。
第二笔起计整笔；同日同一支付方式的不同救助类别是一次支付，不算。另有：同日按两种对象身份救助；同一年度资助参保两次；
截至日在两地参保，或职工、居民医保同时参保（没有金额）。"""
[columns]
person     = "人"
subtype    = "情形"
event_date = "日期"
amount_yuan = "金额（元）"
doubt      = "存疑之处"
excused    = "名单注明的免责原因"
evidence   = "依据"
*/
WITH payment AS (
    SELECT
        *,
        coalesce(paid_on, DATE '1900-01-01') AS due_on
    FROM aid_payment
),

-- Each payment by every way its bill can be named.
bill AS (
    SELECT *, 'S|' || setl_id AS bill, FALSE AS by_figures FROM payment WHERE setl_id IS NOT NULL
    UNION ALL
    SELECT *, 'I|' || invono AS bill, FALSE AS by_figures FROM payment WHERE invono IS NOT NULL
    UNION ALL
    SELECT
        *,
        'F|' || serv_on || '|' || coalesce(hosp, '') || '|' || coalesce(fee_amt, maf_pay) AS bill,
        TRUE AS by_figures
    FROM payment
    WHERE serv_on IS NOT NULL
),

repeated AS (
    SELECT
        p.person,
        p.place,
        p.maf_pay,
        coalesce(p.paid_on, p.serv_on) AS event_date,
        o.place AS other_place,
        bool_and(p.by_figures AND (p.hosp IS NULL OR p.fee_amt IS NULL)) AS is_vague,
        bool_and(
            p.list_no <> o.list_no
            AND p.maf_pay = o.maf_pay
            AND p.aid_way IS NOT DISTINCT FROM o.aid_way
            AND p.paid_on IS NOT DISTINCT FROM o.paid_on
            AND p.setl_id IS NOT DISTINCT FROM o.setl_id
        ) AS is_copied
    FROM bill AS p
    INNER JOIN bill AS o ON o.person = p.person AND o.bill = p.bill
    WHERE
        (o.due_on, o.list_no, o.row_no) < (p.due_on, p.list_no, p.row_no)
        -- Two bills of one day and amount, each settled on its own in the same way, are two bills.
        AND NOT (
            p.by_figures AND coalesce(o.setl_id <> p.setl_id, FALSE)
            AND o.aid_way IS NOT DISTINCT FROM p.aid_way
        )
        -- Kinds of aid paid together are parts of one payment.
        AND NOT (
            o.due_on = p.due_on
            AND o.aid_way IS NOT DISTINCT FROM p.aid_way
            AND coalesce(o.maf_type <> p.maf_type, FALSE)
        )
    GROUP BY p.person, p.place, p.maf_pay, coalesce(p.paid_on, p.serv_on), o.place
),

twice AS (
    SELECT
        person,
        place,
        '同一笔费用救助两次' AS subtype,
        event_date,
        maf_pay AS amount,
        nullif(
            concat_ws(
                '；',
                CASE WHEN bool_and(is_vague) THEN '没有机构或费用总额，按同人同日同额判断' END,
                CASE WHEN bool_and(is_copied) THEN '两份名单里的两行完全相同，可能是同一笔列了两次' END
            ),
            ''
        ) AS doubt,
        place || ';' || string_agg(other_place, ';' ORDER BY other_place) AS evidence
    FROM repeated
    GROUP BY person, place, event_date, maf_pay
),

two_identities AS (
    SELECT
        p.person,
        p.place,
        '同日按两种身份救助' AS subtype,
        p.serv_on AS event_date,
        p.maf_pay AS amount,
        CAST(NULL AS VARCHAR) AS doubt,
        p.place || ';' || string_agg(o.place, ';' ORDER BY o.place) AS evidence
    FROM payment AS p
    INNER JOIN payment AS o ON o.person = p.person AND o.serv_on = p.serv_on
    WHERE
        o.category <> p.category
        AND (o.due_on, o.list_no, o.row_no) < (p.due_on, p.list_no, p.row_no)
        AND p.place NOT IN (SELECT t.place FROM twice AS t)
    GROUP BY p.person, p.place, p.serv_on, p.maf_pay
),

subsidy AS (
    SELECT
        *,
        coalesce(year, CAST(year(clct_date) AS VARCHAR), '') AS in_year,
        row_number() OVER (
            PARTITION BY person, coalesce(year, CAST(year(clct_date) AS VARCHAR), '')
            ORDER BY coalesce(clct_date, DATE '1900-01-01'), list_no, row_no
        ) AS turn,
        first_value(place) OVER (
            PARTITION BY person, coalesce(year, CAST(year(clct_date) AS VARCHAR), '')
            ORDER BY coalesce(clct_date, DATE '1900-01-01'), list_no, row_no
        ) AS first_place,
        min(category) OVER (
            PARTITION BY person, coalesce(year, CAST(year(clct_date) AS VARCHAR), '')
        ) AS least_category,
        max(category) OVER (
            PARTITION BY person, coalesce(year, CAST(year(clct_date) AS VARCHAR), '')
        ) AS last_category
    FROM person_row
    WHERE role = 'funded' AND left(base, 1) <> 'U' AND coalesce(subs_amt, 1) > 0
),

returned AS (
    SELECT DISTINCT person FROM person_row WHERE role = 'funded' AND subs_amt < 0
),

funded_twice AS (
    SELECT
        person,
        place,
        CASE
            WHEN least_category <> last_category THEN '同一年度按两种身份资助参保'
            ELSE '同一年度资助参保两次'
        END AS subtype,
        coalesce(clct_date, CAST($as_of AS DATE)) AS event_date,
        subs_amt AS amount,
        CASE WHEN in_year = '' THEN '名单没有年度，按同一年度判断' END AS doubt,
        first_place || ';' || place AS evidence
    FROM subsidy
    WHERE turn > 1 AND person NOT IN (SELECT r.person FROM returned AS r)
),

spell AS (
    SELECT *
    FROM enrolled_row
    WHERE coalesce(insu_class, '') <> '其他'
),

insured_twice AS (
    SELECT
        person,
        min(place) AS place,
        CASE
            WHEN count(DISTINCT insu_place) > 1 THEN '在两地同时参保'
            ELSE '职工、居民医保同时参保'
        END AS subtype,
        CAST($as_of AS DATE) AS event_date,
        CAST(NULL AS DECIMAL(18, 2)) AS amount,
        CAST(NULL AS VARCHAR) AS doubt,
        string_agg(place, ';' ORDER BY place) AS evidence
    FROM spell
    GROUP BY person
    HAVING count(DISTINCT insu_place) > 1 OR count(DISTINCT insu_class) > 1
)

SELECT
    f.person,
    f.subtype,
    f.event_date,
    CAST(f.amount AS DECIMAL(18, 2)) AS amount_yuan,
    f.doubt,
    CAST(NULL AS VARCHAR) AS excused,
    f.evidence
FROM (
    SELECT * FROM twice
    UNION ALL
    SELECT * FROM two_identities
    UNION ALL
    SELECT * FROM funded_twice
    UNION ALL
    SELECT * FROM insured_twice
) AS f
