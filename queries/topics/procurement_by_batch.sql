/*
title    = "各批次的完成情况"
question = "哪个批次落后于序时进度？"
tables   = ["mart_contract", "mart_lead"]
note     = """
截至日期在协议期内和期满不到一年的批次，各机构合计；数量相加，计量单位不一的不折算。
序时进度按报表，没有的按协议起止日算到截至日。落后机构是规则 R67 在列的机构数。"""

[columns]
bch_name     = "批次"
bch_begndate = "协议开始"
bch_enddate  = "协议结束"
institutions = "机构（家）"
cont_cnt     = "约定量"
purc_cnt     = "采购量"
done_rate    = "完成率"
due_rate     = "序时进度"
behind       = "落后机构（家）"
*/

WITH counted AS (
    SELECT
        bch_name,
        min(bch_begndate) AS bch_begndate,
        max(bch_enddate) AS bch_enddate,
        count(DISTINCT fixmedins_code) AS institutions,
        CAST(sum(cont_cnt) AS DOUBLE) AS cont_cnt,
        CAST(sum(purc_cnt) AS DOUBLE) AS purc_cnt,
        sum(CAST(cont_cnt AS DOUBLE) * coalesce(
            CAST(sched_prog AS DOUBLE),
            CASE
                WHEN bch_enddate <= $as_of THEN 1.0
                ELSE
                    (date_diff('day', bch_begndate, $as_of) + 1)
                    / CAST(date_diff('day', bch_begndate, bch_enddate) + 1 AS DOUBLE)
            END
        )) AS due_cnt
    FROM mart_contract
    WHERE
        bch_begndate <= $as_of
        AND date_diff('day', bch_enddate, $as_of) <= 365
        AND coalesce(ord_date <= $as_of, TRUE)
    GROUP BY bch_name
),

led AS (
    SELECT
        split_part(subject_id, '|', 2) AS bch_name,
        count(DISTINCT fixmedins_code) AS behind
    FROM mart_lead
    WHERE code = 'R67' AND (event_date IS NULL OR event_date <= $as_of)
    GROUP BY split_part(subject_id, '|', 2)
)

SELECT
    c.bch_name,
    c.bch_begndate,
    c.bch_enddate,
    c.institutions,
    c.cont_cnt,
    c.purc_cnt,
    c.purc_cnt / nullif(c.cont_cnt, 0) AS done_rate,
    c.due_cnt / nullif(c.cont_cnt, 0) AS due_rate,
    coalesce(l.behind, 0) AS behind
FROM counted AS c
LEFT JOIN led AS l ON l.bch_name = c.bch_name
ORDER BY
    c.bch_enddate < $as_of,
    (c.purc_cnt - c.due_cnt) / nullif(c.cont_cnt, 0) ASC NULLS LAST, c.bch_name ASC
