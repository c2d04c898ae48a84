/*
title    = "人员"
question = "名单里有哪些人，认得准不准？"
tables   = ["person_row", "same_person"]
[columns]
person   = "人"
psn_name = "姓名"
certno   = "证件号码"
born     = "出生日期"
town     = "街镇"
die_date = "死亡日期"
excused  = "名单注明的免责原因"
doubt    = "存疑之处"
*/
WITH linked AS (
    SELECT
        person,
        string_agg(DISTINCT words, '；' ORDER BY words) AS words
    FROM same_person
    WHERE words IS NOT NULL
    GROUP BY person
),

told AS (
    SELECT
        person,
        arg_min(psn_name, list_no) FILTER (WHERE psn_name IS NOT NULL) AS psn_name,
        coalesce(min(id_number), min(id_text)) AS certno,
        min(born) AS born,
        arg_min(town, list_no) FILTER (WHERE town IS NOT NULL) AS town,
        max(die_date) AS die_date,
        string_agg(DISTINCT reason, '、' ORDER BY reason)
            FILTER (WHERE regexp_matches(reason, '参军|服刑|死亡|异地参保')) AS reason,
        bool_or(is_staff AND role <> 'insured') AS is_staff,
        count(DISTINCT psn_name) AS names,
        count(DISTINCT id_number) AS ids,
        left(min(base), 1) AS kind
    FROM person_row
    GROUP BY person
)

SELECT
    t.person,
    t.psn_name,
    t.certno,
    t.born,
    t.town,
    t.die_date,
    CASE
        WHEN t.die_date <= $as_of THEN '名单注明死亡（' || CAST(t.die_date AS VARCHAR) || '）'
        WHEN t.reason IS NOT NULL THEN '名单注明：' || t.reason
        WHEN t.is_staff THEN '名单注明：已参加职工医保'
    END AS excused,
    nullif(
        concat_ws(
            '；',
            l.words,
            CASE WHEN t.names > 1 AND t.ids = 1 THEN '证件号相同，姓名不同' END,
            CASE
                WHEN t.kind = 'N' AND t.ids = 0 THEN '没有可用的证件号，按姓名和出生日期比对'
                WHEN t.kind = 'T' THEN '证件号不符，没有出生日期，按证件号原样和姓名比对'
            END
        ),
        ''
    ) AS doubt
FROM told AS t
LEFT JOIN linked AS l ON l.person = t.person
