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
    -- What is procured together has its purchases already. Lines of void visits need nothing.
    WHERE
        f.list_type = '101' AND f.vali_flag = '1' AND i.kind = '医院' AND i.natu = '2'
        AND f.med_list_codg NOT IN (SELECT d.code FROM procured_drug AS d)
    GROUP BY ALL
    HAVING sum(f.cnt) > 0
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

-- Planted: the largest needs of private hospitals in a month are bought too cheaply for what was
-- charged (R18), or exactly as much cheaper as is allowed.
CREATE OR REPLACE TEMP TABLE cheap_month AS
SELECT
    n.shelf, n.month_day,
    CASE WHEN row_number() OVER largest <= getvariable('copies') * 3 THEN 130 ELSE 115 END
        AS price_percent
FROM needed AS n
WHERE
    n.kind = '医院' AND month(n.month_day) NOT IN (1, 7)
    AND n.month_day > getvariable('as_of') - 300
    AND n.month_day < getvariable('as_of') - 60
WINDOW largest AS (ORDER BY n.cnt DESC, n.shelf, n.month_day)
QUALIFY row_number() OVER largest <= getvariable('copies') * 6;

CREATE OR REPLACE TEMP TABLE purchase AS
SELECT shelf, first_month - 12 - roll('opens', shelf, 10) AS day, opening_cnt AS cnt, 0 AS no
FROM shelf
UNION ALL
SELECT
    n.shelf,
    -- The cheap ones come on the first of the month, or they would be the price of the month before.
    n.month_day - CASE WHEN c.shelf IS NULL THEN 1 + roll('delivered', n.shelf + month(n.month_day), 6)
                       ELSE 0 END,
    ceil(n.cnt)::INTEGER, year(n.month_day) * 12 + month(n.month_day)
FROM needed AS n
LEFT JOIN cheap_month AS c ON n.shelf = c.shelf AND n.month_day = c.month_day
WHERE n.cnt > 0;

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
    round(s.price * 100 / coalesce(c.price_percent, s.price_percent), 4) AS finl_trns_pric, p.cnt AS purc_retn_cnt,
    number_text(hash(p.shelf, p.no, 'bought') % 100000000, 8) AS purc_invo_no,
    CASE WHEN s.over_counter THEN '0' ELSE '1' END AS rx_flag,
    p.day + INTERVAL (560 + roll('stored', p.shelf + p.no, 300)) MINUTE AS purc_retn_stoin_time,
    '0' AS prod_geay_flag, '0' AS prod_retn_flag, '1' AS vali_flag
FROM purchase AS p
INNER JOIN shelf AS s ON p.shelf = s.shelf
LEFT JOIN cheap_month AS c
    ON p.shelf = c.shelf AND p.no = year(c.month_day) * 12 + month(c.month_day);

INSERT INTO planted_answer
SELECT
    'R18', CASE c.price_percent WHEN 130 THEN 'must' ELSE 'must_not' END, 'subject_id',
    s.fixmedins_code || '|' || s.med_list_codg || '|' || strftime(c.month_day, '%Y%m'),
    CASE c.price_percent WHEN 130 THEN '当月购入价加三成收费' ELSE '当月购入价正好加15%收费' END
FROM cheap_month AS c
INNER JOIN shelf AS s ON c.shelf = s.shelf;

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

-- Planted: of what was charged most between the last two counts that R26 compares, all is still on
-- the shelf (must), or one piece more than should be.
CREATE OR REPLACE TEMP TABLE unsold AS
WITH span AS (
    SELECT shelf, min(day) AS from_day, max(day) AS to_day
    FROM stocktake
    WHERE day BETWEEN getvariable('as_of') - 365 AND getvariable('as_of')
    GROUP BY shelf
    HAVING count(*) > 1
),

moved AS (
    SELECT s.shelf, s.to_day, sum(n.cnt) AS cnt
    FROM span AS s
    INNER JOIN needed AS n
        ON s.shelf = n.shelf AND n.month_day > s.from_day AND n.month_day <= s.to_day
    GROUP BY s.shelf, s.to_day
)

SELECT
    m.shelf, m.to_day, m.cnt,
    CASE WHEN row_number() OVER largest <= getvariable('copies') * 3 THEN 'must' ELSE 'must_not' END
        AS verdict
FROM moved AS m
WINDOW largest AS (ORDER BY m.cnt DESC, m.shelf)
QUALIFY row_number() OVER largest <= getvariable('copies') * 5;

UPDATE stocktake AS k
SET cnt = k.cnt + CASE u.verdict WHEN 'must' THEN u.cnt ELSE 1 END
FROM unsold AS u
WHERE k.shelf = u.shelf AND k.day = u.to_day;

INSERT INTO planted_answer
SELECT
    'R26', u.verdict, 'subject_id', s.fixmedins_code || '|' || s.med_list_codg,
    CASE u.verdict WHEN 'must' THEN '收了费的药还在架上' ELSE '盘存只多一个' END
FROM unsold AS u
INNER JOIN shelf AS s ON u.shelf = s.shelf;

INSERT INTO medins_prod_inv_d BY NAME
SELECT
    '329981K' || number_text(k.shelf, 9) || strftime(k.day, '%y%m') AS medins_prod_inv_no,
    s.fixmedins_code, s.med_list_codg, s.name AS medins_list_name, k.day AS invdate,
    k.cnt AS inv_cnt, '0' AS trdn_flag, '1' AS vali_flag
FROM stocktake AS k
INNER JOIN shelf AS s ON k.shelf = s.shelf;
