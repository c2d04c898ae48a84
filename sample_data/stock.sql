-- What pharmacies and private hospitals bought, and what they counted on their shelves. A month's
-- needs are bought in the last week of the month before; the first purchase is the stock to open
-- with. So a count holds the opening stock and the needs of the month to come.
CREATE OR REPLACE TEMP TABLE needed AS
WITH used AS (
    SELECT fixmedins_code, med_list_codg, CAST(date_trunc('month', sel_retn_time) AS DATE) AS month_day,
        sum(sel_retn_cnt) AS cnt, max(finl_trns_pric) AS price
    FROM medins_prod_sel_d
    WHERE
        sel_retn_cnt > 0
        AND med_list_codg NOT IN (SELECT t.code FROM item AS t WHERE t.role = '未进货')
    GROUP BY ALL
    UNION ALL
    -- What every pharmacy keeps, sold or not.
    SELECT code, 'XR05XAA041A001010119249', getvariable('first_day'), 0, 16.5
    FROM institution_draft
    WHERE kind = '药店'
    UNION ALL
    SELECT f.fixmedins_code, f.med_list_codg, CAST(date_trunc('month', f.fee_ocur_time) AS DATE),
        sum(f.cnt), max(f.pric)
    FROM fee_list_d AS f
    INNER JOIN institution_draft AS i ON f.fixmedins_code = i.code
    WHERE f.list_type = '101' AND f.cnt > 0 AND i.kind = '医院' AND i.natu = '2'
    GROUP BY ALL
)

SELECT u.*, i.inst_no, i.kind, d.name, d.maker, d.aprvno, d.over_counter, i.inst_no * 1000 + t.menu_no AS shelf
FROM used AS u
INNER JOIN institution_draft AS i ON u.fixmedins_code = i.code
INNER JOIN drug_label AS d ON u.med_list_codg = d.code
INNER JOIN (SELECT code, min(menu_no) AS menu_no FROM item GROUP BY code) AS t
    ON u.med_list_codg = t.code;

CREATE OR REPLACE TEMP TABLE shelf AS
WITH kept AS (
    SELECT
        shelf, inst_no, fixmedins_code, med_list_codg, kind, name, maker, aprvno, over_counter,
        max(price) AS price, min(month_day) AS first_month, max(cnt) AS most
    FROM needed
    GROUP BY ALL
)

SELECT
    * EXCLUDE (most),
    -- A pharmacy adds up to a third; a private hospital may add 15 per cent, and stays below.
    CASE kind WHEN '药店' THEN 115 + roll('marked up', shelf, 20)
              ELSE 106 + roll('marked up', shelf, 8) END AS price_percent,
    greatest(4, ceil(most / 2))::INTEGER + roll('opening', shelf, 6) AS opening_cnt
FROM kept;

CREATE OR REPLACE TEMP TABLE purchase AS
SELECT shelf, first_month - 12 - roll('opens', shelf, 10) AS day, opening_cnt AS cnt, 0 AS no
FROM shelf
UNION ALL
SELECT
    shelf, month_day - 1 - roll('delivered', shelf + month(month_day), 6), ceil(cnt)::INTEGER,
    year(month_day) * 12 + month(month_day)
FROM needed
WHERE cnt > 0;

INSERT INTO medins_prod_purc_d BY NAME
SELECT
    '329981P' || number_text(p.shelf, 9) || number_text(p.no, 5) AS medins_prod_purc_no,
    s.fixmedins_code, s.med_list_codg, 'L' || right(s.med_list_codg, 8) AS medins_list_codg,
    s.name AS medins_list_name,
    ['邻州恒通医药有限公司', '示例区众康医药有限公司', '远江医药配送有限公司'][
        1 + roll('supplier', s.shelf, 3)] AS spler_name,
    s.maker AS prodentp_name, s.aprvno,
    strftime(p.day, '%y%m') || right(s.med_list_codg, 4) AS manu_lotnum,
    p.day - 60 - roll('made', s.inst_no, 60) AS manu_date,
    p.day + 670 - roll('made', s.inst_no, 60) AS expy_end,
    round(s.price * 100 / s.price_percent, 2) AS finl_trns_pric, p.cnt AS purc_retn_cnt,
    number_text(hash(p.shelf, p.no, 'bought') % 100000000, 8) AS purc_invo_no,
    CASE WHEN s.over_counter THEN '0' ELSE '1' END AS rx_flag,
    p.day + INTERVAL (560 + roll('stored', p.shelf + p.no, 300)) MINUTE AS purc_retn_stoin_time,
    '0' AS prod_geay_flag, '0' AS prod_retn_flag, '1' AS vali_flag
FROM purchase AS p
INNER JOIN shelf AS s ON p.shelf = s.shelf;

CREATE OR REPLACE TEMP TABLE stocktake AS
WITH count_day AS (
    SELECT CAST(d AS DATE) AS day
    FROM range(
        date_trunc('year', getvariable('first_day')) + INTERVAL 6 MONTH,
        getvariable('as_of') + INTERVAL 1 DAY, INTERVAL 6 MONTH
    ) AS r (d)
),

-- The night before the first of January and of July.
moved AS (
    SELECT c.day - 1 AS day, s.shelf, coalesce(sum(n.cnt), 0) AS next_needs
    FROM count_day AS c
    INNER JOIN shelf AS s ON s.first_month < c.day
    LEFT JOIN needed AS n ON s.shelf = n.shelf AND n.month_day = c.day
    GROUP BY c.day, s.shelf
)

SELECT m.shelf, m.day, s.opening_cnt + m.next_needs AS cnt
FROM moved AS m
INNER JOIN shelf AS s ON m.shelf = s.shelf;

INSERT INTO medins_prod_inv_d BY NAME
SELECT
    '329981K' || number_text(k.shelf, 9) || strftime(k.day, '%y%m') AS medins_prod_inv_no,
    s.fixmedins_code, s.med_list_codg, s.name AS medins_list_name, k.day AS invdate,
    k.cnt AS inv_cnt, '0' AS trdn_flag, '1' AS vali_flag
FROM stocktake AS k
INNER JOIN shelf AS s ON k.shelf = s.shelf;
