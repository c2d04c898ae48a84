/*
title    = "不在名单却享受"
question = "谁在没有对象身份、身份过期或死亡之后，仍得到救助或参保资助？"
tables   = ["应保对象名单", "救助支付名单", "资助参保名单"]
note     = """
与规则 R85 同一口径：看服务日期（没有的看支付日期）当日的身份，到期当日有效，取消当日无效，死亡当日有效。
应保名单没有起止日期的，按截至日的名单判断，注明存疑。参保资助看缴费日期，没有的看当年内是否有过身份。
依申请救助（因病致贫等）可能不在名单里，须核。"""
[columns]
person     = "人"
subtype    = "情形"
event_date = "日期"
amount_yuan = "金额（元）"
doubt      = "存疑之处"
excused    = "名单注明的免责原因"
evidence   = "依据"
*/
WITH received AS (
    SELECT
        person,
        place,
        '救助' AS kind,
        serv_on AS on_date,
        maf_pay AS amount
    FROM aid_payment
    UNION ALL
    SELECT
        person,
        place,
        '参保资助' AS kind,
        clct_date AS on_date,
        subs_amt AS amount
    FROM person_row
    WHERE
        role = 'funded'
        AND left(base, 1) <> 'U'
        AND coalesce(subs_amt, 1) > 0
        AND coalesce(year = CAST(year(CAST($as_of AS DATE)) AS VARCHAR), TRUE)
        AND coalesce(clct_date <= $as_of, TRUE)
),

judged AS (
    SELECT
        r.person,
        r.place,
        r.kind,
        r.on_date,
        r.amount,
        p.die_date,
        count(i.person) AS identities,
        coalesce(bool_or(i.dated), FALSE) AS is_dated,
        coalesce(bool_or(
            CASE
                WHEN i.person IS NULL THEN FALSE
                WHEN NOT i.dated THEN i.on_day
                ELSE
                    i.is_active
                    AND coalesce(i.begn_date <= r.on_date, TRUE)
                    AND coalesce(i.end_date >= r.on_date, TRUE)
            END
        ), FALSE) AS is_covered,
        string_agg(i.place, ';' ORDER BY i.place) AS identity_places
    FROM received AS r
    INNER JOIN person AS p ON p.person = r.person
    LEFT JOIN entitled_row AS i ON i.person = r.person
    GROUP BY r.person, r.place, r.kind, r.on_date, r.amount, p.die_date
)

SELECT
    person,
    kind || CASE
        WHEN die_date < on_date THEN '：已死亡'
        WHEN identities = 0 THEN '：不在应保对象名单'
        ELSE '：身份不在有效期'
    END AS subtype,
    on_date AS event_date,
    CAST(amount AS DECIMAL(18, 2)) AS amount_yuan,
    CASE
        WHEN identities = 0 AND NOT (SELECT coalesce(bool_or(dated), FALSE) FROM entitled_row)
            THEN '应保名单没有起止日期，享受时可能有身份'
        WHEN on_date IS NULL THEN '没有日期，未核当时的身份'
    END AS doubt,
    CAST(NULL AS VARCHAR) AS excused,
    place || coalesce(';' || identity_places, '') AS evidence
FROM judged
WHERE NOT is_covered OR coalesce(die_date < on_date, FALSE)
