/*
title  = "参保与续保"
grain  = "一个月末、镇街、上年末险种一行；参保人数在上年末险种为空的行"
tables = ["psn_info_b", "psn_insu_d", "deceased", "mart_month", "mart_insutype"]
note   = """
registered 是人员基本信息里月末在世的人，enrolled 是其中月末参加任一基本医保的，never_enrolled 是从来没有参保记录的；
last_year 是上年末参保、到月末在世的人，renewed 是其中月末仍（或又）参保的，险种之间转换算续保。都按人，一人算一次；
不在人员基本信息里的参保人不算。参保关系的起止同“参保人数”：状态已暂停或终止而没有日期的不算。
"""
*/
WITH known AS (
    SELECT
        info.psn_no,
        coalesce(info.town_name, '未注明') AS town_name,
        coalesce(strftime(info.brdy, '%Y%m'), '000000') AS born_ym,
        CASE
            WHEN deceased.die_date IS NOT NULL THEN strftime(deceased.die_date, '%Y%m')
            WHEN info.surv_stas = '2' THEN '000000'
            ELSE '999999'
        END AS died_ym
    FROM psn_info_b AS info
    LEFT JOIN deceased ON deceased.psn_no = info.psn_no
    WHERE coalesce(info.vali_flag, '1') = '1'
),

spell AS (
    SELECT
        insu.psn_no,
        insu.insutype,
        known.town_name,
        known.died_ym,
        coalesce(strftime(insu.crt_insu_date, '%Y%m'), '000000') AS first_ym,
        least(coalesce(strftime(insu.paus_insu_date, '%Y%m'), '999999'), known.died_ym) AS gone_ym
    FROM psn_insu_d AS insu
    INNER JOIN known ON known.psn_no = insu.psn_no
    INNER JOIN mart_insutype AS kind ON kind.insutype = insu.insutype AND kind.basic
    WHERE
        coalesce(insu.vali_flag, '1') = '1'
        AND (coalesce(insu.psn_insu_stas, '1') = '1' OR insu.paus_insu_date IS NOT NULL)
),

-- Spells of one person that touch or overlap are one: a person counts once, whatever the scheme.
joined AS (
    SELECT
        psn_no,
        any_value(town_name) AS town_name,
        min(first_ym) AS first_ym,
        max(gone_ym) AS gone_ym
    FROM (
        SELECT
            *,
            sum(CASE WHEN first_ym <= before_ym THEN 0 ELSE 1 END) OVER person AS island
        FROM (
            SELECT
                *,
                max(gone_ym) OVER (
                    PARTITION BY psn_no ORDER BY first_ym, gone_ym
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ) AS before_ym
            FROM spell
            WHERE first_ym < gone_ym
        )
        WINDOW person AS (PARTITION BY psn_no ORDER BY first_ym, gone_ym)
    )
    GROUP BY psn_no, island
),

-- Persons of the same town and the same months are counted before the months are laid out.
stretch AS (
    SELECT
        town_name, born_ym AS from_ym, died_ym AS to_ym,
        count(*) AS persons, 0 AS enrolled, 0 AS never
    FROM known
    GROUP BY ALL
    UNION ALL
    SELECT town_name, first_ym, gone_ym, 0, count(*), 0
    FROM joined
    GROUP BY ALL
    UNION ALL
    SELECT town_name, born_ym, died_ym, 0, 0, count(*)
    FROM known
    WHERE psn_no NOT IN (SELECT psn_no FROM psn_insu_d WHERE psn_no IS NOT NULL)
    GROUP BY ALL
),

last_year AS (
    SELECT
        year.in_year,
        spell.psn_no,
        min(spell.insutype) AS insutype,
        any_value(spell.town_name) AS town_name,
        any_value(spell.died_ym) AS died_ym
    FROM (SELECT DISTINCT in_year, CAST(in_year * 100 - 88 AS VARCHAR) AS base_ym FROM mart_month)
        AS year
    INNER JOIN spell ON spell.first_ym <= year.base_ym AND spell.gone_ym > year.base_ym
    GROUP BY year.in_year, spell.psn_no
),

renewal AS (
    SELECT
        in_year, town_name, insutype, '000000' AS from_ym, died_ym AS to_ym,
        count(*) AS last_year, 0 AS renewed
    FROM last_year
    GROUP BY ALL
    UNION ALL
    SELECT
        base.in_year, base.town_name, base.insutype, joined.first_ym, joined.gone_ym, 0, count(*)
    FROM last_year AS base
    INNER JOIN joined USING (psn_no)
    GROUP BY ALL
)

SELECT
    month.ym,
    stretch.town_name,
    CAST(NULL AS VARCHAR) AS insutype,
    CAST(sum(stretch.persons) AS BIGINT) AS registered,
    CAST(sum(stretch.enrolled) AS BIGINT) AS enrolled,
    CAST(sum(stretch.never) AS BIGINT) AS never_enrolled,
    CAST(NULL AS BIGINT) AS last_year,
    CAST(NULL AS BIGINT) AS renewed
FROM mart_month AS month
INNER JOIN stretch ON stretch.from_ym <= month.ym AND stretch.to_ym > month.ym
GROUP BY month.ym, stretch.town_name
UNION ALL
SELECT
    month.ym,
    renewal.town_name,
    renewal.insutype,
    NULL,
    NULL,
    NULL,
    CAST(sum(renewal.last_year) AS BIGINT),
    CAST(sum(renewal.renewed) AS BIGINT)
FROM mart_month AS month
INNER JOIN renewal
    ON
        renewal.in_year = month.in_year
        AND renewal.from_ym <= month.ym
        AND renewal.to_ym > month.ym
GROUP BY month.ym, renewal.town_name, renewal.insutype
ORDER BY ym, town_name, insutype
