/*
title    = "应参未参"
question = "截至日身份有效的应保对象，谁没有参加任何基本医保？"
tables   = ["应保对象名单", "参保名单"]
note     = """
与规则 R82 同一口径：身份在截至日有效（起止日期含当日；名单没有起止日期的，列入名单即有效）；参加任何险种都算已参保，
暂停、终止的不算；名单没有参保状态列的，列入参保名单即算参保。已死亡、名单注明参军、服刑、异地参保或已参加职工医保的列入“已排除”。
没有金额。"""
[columns]
person     = "人"
subtype    = "情形"
event_date = "日期"
amount_yuan = "金额（元）"
doubt      = "存疑之处"
excused    = "名单注明的免责原因"
evidence   = "依据"
*/
WITH entitled AS (
    SELECT
        person,
        string_agg(DISTINCT category, '、' ORDER BY category) AS category,
        string_agg(place, ';' ORDER BY place) AS evidence
    FROM entitled_row
    WHERE on_day
    GROUP BY person
),

stopped AS (
    SELECT
        person,
        string_agg(place, ';' ORDER BY place) AS evidence
    FROM person_row
    WHERE role = 'insured'
    GROUP BY person
)

SELECT
    e.person,
    CASE WHEN s.person IS NULL THEN '参保名单里没有' ELSE '参保已暂停、终止或不在截至日' END AS subtype,
    CAST($as_of AS DATE) AS event_date,
    CAST(NULL AS DECIMAL(18, 2)) AS amount_yuan,
    CAST(NULL AS VARCHAR) AS doubt,
    p.excused,
    concat_ws(';', e.evidence, s.evidence) AS evidence
FROM entitled AS e
INNER JOIN person AS p ON p.person = e.person
LEFT JOIN stopped AS s ON s.person = e.person
WHERE NOT EXISTS (SELECT 1 FROM enrolled_row AS n WHERE n.person = e.person)
