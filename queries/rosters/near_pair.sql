/*
title    = "疑似同一人"
question = "查出的人，会不会就是另一份名单里姓名或证件号写错的那一位？"
tables   = ["person_row", "person", "not_enrolled", "not_entitled"]
note     = """
只提示，不合并：出生日期相同、姓名只差一个字，且至少一方没有可用证件号或证件号只差一两位；姓名相同、证件号只差一两位或前 15 位相同；
一方只有姓名、另一方同名的。"""
[columns]
place_a = "一方"
place_b = "另一方"
name_a  = "姓名"
name_b  = "另一姓名"
words   = "存疑之处"
*/
WITH known AS (
    SELECT
        p.person,
        p.psn_name,
        p.born,
        p.certno,
        starts_with(p.person, 'I|') AS has_id,
        starts_with(p.person, 'U|') AS is_name_only,
        min(r.place) AS place,
        bool_or(r.role = 'entitled') AS in_entitled,
        bool_or(r.role = 'insured') AS in_insured,
        bool_or(r.role IN ('aid', 'funded')) AS in_aid
    FROM person AS p
    INNER JOIN person_row AS r ON r.person = p.person
    WHERE p.psn_name IS NOT NULL
    GROUP BY ALL
),

asking AS (
    SELECT k.*, 'insured' AS seeks
    FROM known AS k
    WHERE
        k.person IN (SELECT n.person FROM not_enrolled AS n)
        OR (k.is_name_only AND k.in_entitled)
    UNION ALL
    SELECT k.*, 'entitled' AS seeks
    FROM known AS k
    WHERE
        k.person IN (
            SELECT n.person FROM not_entitled AS n WHERE n.subtype LIKE '%不在应保对象名单'
        )
        OR (k.is_name_only AND k.in_aid)
),

answering AS (
    SELECT *, 'insured' AS seeks FROM known WHERE in_insured AND NOT in_entitled
    UNION ALL
    SELECT *, 'entitled' AS seeks FROM known WHERE in_entitled AND NOT in_aid
),

paired AS (
    SELECT a.person AS person_a, b.person AS person_b, 'born' AS by_what
    FROM asking AS a
    INNER JOIN answering AS b
        ON b.seeks = a.seeks AND b.born = a.born AND b.psn_name <> a.psn_name
    WHERE
        NOT (a.has_id AND b.has_id) OR damerau_levenshtein(a.certno, b.certno) <= 2
    UNION ALL
    SELECT a.person AS person_a, b.person AS person_b, 'name' AS by_what
    FROM asking AS a
    INNER JOIN answering AS b ON b.seeks = a.seeks AND b.psn_name = a.psn_name
    WHERE
        a.born IS DISTINCT FROM b.born
        AND (
            a.is_name_only OR b.is_name_only
            OR damerau_levenshtein(a.certno, b.certno) <= 2
            OR (length(a.certno) > 15 AND left(a.certno, 15) = left(b.certno, 15))
        )
)

SELECT DISTINCT
    a.place AS place_a,
    b.place AS place_b,
    a.psn_name AS name_a,
    b.psn_name AS name_b,
    CASE
        WHEN p.by_what = 'born' AND a.has_id AND b.has_id
            THEN '出生日期相同，姓名和证件号只差一两个字'
        WHEN p.by_what = 'born' THEN '出生日期相同，姓名只差一个字'
        WHEN a.is_name_only OR b.is_name_only THEN '姓名相同，一方没有证件号和出生日期'
        ELSE '姓名相同，证件号只差一两位'
    END AS words
FROM paired AS p
INNER JOIN known AS a ON a.person = p.person_a
INNER JOIN known AS b ON b.person = p.person_b
