-- Centralised procurement: what the public hospitals contracted for, ordered on the platform, took
-- in, paid and sent back. A drug has one winner, which is what the hospitals charge for, and the
-- original product, which is dearer. Amounts are whole cents until they are inserted.
CREATE OR REPLACE TEMP MACRO month_back(back) AS CAST(
    date_trunc('month', getvariable('as_of')) - to_months(back::INTEGER) AS DATE
);

CREATE OR REPLACE TEMP TABLE procured_drug AS
SELECT
    row_number() OVER (ORDER BY d.file_row)::INTEGER AS drug_no,
    d.genname, d.series, d.code, d.spec, d.dosform, d.maker, d.brand_maker,
    d.brand_pct::INTEGER AS brand_pct, d.weight::INTEGER AS weight, d.min_lv::INTEGER AS min_lv,
    -- Hospitals sell drugs for what they paid for them.
    coalesce(i.price_c, (d.price::DECIMAL(10, 2) * 100)::BIGINT) AS price_c,
    left(d.code, 18) || number_text(90000 + d.file_row, 5) AS brand_code,
    ['示例省医药配送有限公司', '邻州医药物流有限公司', '远江医药配送有限公司'][1 + d.file_row % 3]
        AS carrier
FROM csv_procured_drugs AS d
LEFT JOIN (SELECT code, min(price_c) AS price_c FROM item GROUP BY code) AS i ON d.code = i.code;

CREATE OR REPLACE TEMP TABLE agreement AS
SELECT
    series, bch_name, begin_back::INTEGER AS begin_back, month_back(begin_back) AS begins,
    month_back(begin_back::INTEGER - 12) - 1 AS ends,
    least(1, (getvariable('as_of') - month_back(begin_back) + 1)
             / (month_back(begin_back::INTEGER - 12) - month_back(begin_back))::DOUBLE)
        ::DECIMAL(7, 4) AS elapsed
FROM csv_procured_batches;

CREATE OR REPLACE TEMP TABLE buyer AS
SELECT
    inst_no, code, name, lv, natu,
    row_number() OVER (PARTITION BY natu ORDER BY inst_no) - 1 AS no,
    count(*) OVER (PARTITION BY natu) AS of,
    CASE lv WHEN 3 THEN 100 WHEN 2 THEN 50 ELSE 40 END * (85 + roll('buys', inst_no, 31))
    * greatest(1, round(getvariable('scale') / getvariable('branches')))::BIGINT AS size
FROM institution_draft
WHERE kind = '医院' AND lv > 0 AND only_for IS NULL;

CREATE OR REPLACE TEMP TABLE procurement_case AS
SELECT
    row_number() OVER (ORDER BY c.file_row, n.copy) AS case_row,
    c.rule, c.verdict, c.quirk, c.note, c.value::INTEGER AS value, b.inst_no, b.code AS buyer_code,
    d.drug_no, d.genname, c.begin_back::INTEGER AS begin_back, c.back_from::INTEGER AS back_from,
    c.back_to::INTEGER AS back_to, a.bch_name,
    CASE c.quirk WHEN '非平台' THEN 'T000000000000000000017' ELSE d.code END AS code
FROM csv_procurement_cases AS c
CROSS JOIN LATERAL range(getvariable('copies')) AS n (copy)
INNER JOIN buyer AS b ON c.natu = b.natu AND b.no = (c.nth::INTEGER + n.copy) % b.of
LEFT JOIN procured_drug AS d ON c.genname = d.genname
LEFT JOIN agreement AS a ON d.series = a.series AND a.begin_back = c.begin_back::INTEGER;

-- What each hospital needs of each drug in a month: packs, slowly more.
CREATE OR REPLACE TEMP TABLE demand AS
SELECT
    b.inst_no, d.drug_no, m.back::INTEGER AS back,
    greatest(1, (
        d.weight * b.size * (1125 - m.back * 5)
        * (940 + roll('demand', (b.inst_no * 100 + d.drug_no) * 100 + m.back, 121))
        + 5000000000
    ) // 10000000000)::BIGINT AS packs
FROM buyer AS b
INNER JOIN procured_drug AS d ON b.lv >= d.min_lv
CROSS JOIN range(getvariable('months')) AS m (back)
WHERE
    (b.natu = '1' OR EXISTS (
        SELECT 1 FROM procurement_case AS c
        WHERE
            c.inst_no = b.inst_no AND c.drug_no = d.drug_no AND c.quirk = '民营线下'
            AND m.back BETWEEN c.back_to AND c.back_from
    ))
    AND NOT EXISTS (
        SELECT 1 FROM procurement_case AS c
        WHERE
            c.inst_no = b.inst_no AND c.drug_no = d.drug_no AND c.quirk = '新进'
            AND m.back BETWEEN c.back_to AND c.back_from
    );

-- A hospital contracts for what it used in the year before, mostly a little less.
CREATE OR REPLACE TEMP TABLE contract AS
WITH used AS (
    SELECT
        n.inst_no, n.drug_no, a.bch_name, a.begin_back, a.begins, a.ends, a.elapsed,
        avg(n.packs) FILTER (n.back > a.begin_back) AS before,
        avg(n.packs) FILTER (n.back <= a.begin_back) AS within
    FROM demand AS n
    INNER JOIN buyer AS b ON n.inst_no = b.inst_no AND b.natu = '1'
    INNER JOIN procured_drug AS d ON n.drug_no = d.drug_no
    INNER JOIN agreement AS a
        ON d.series = a.series AND n.back BETWEEN a.begin_back - 11 AND a.begin_back + 12
        AND a.begins >= getvariable('first_day')
    GROUP BY ALL
    -- Who did not use the drug yet has no older agreement.
    HAVING count(*) FILTER (n.back <= a.begin_back) > least(a.begin_back, 11)
)

SELECT
    u.* EXCLUDE (before, within), coalesce(c.quirk <> '落后无报表', TRUE) AS is_reported,
    greatest(1, round(
        coalesce(u.before, u.within) * 12 / 100
        * CASE WHEN c.quirk = '报量' THEN c.value
               ELSE 92 + roll('contracts', u.inst_no * 100 + u.drug_no, 9) END
    ))::BIGINT AS packs
FROM used AS u
LEFT JOIN procurement_case AS c
    ON u.inst_no = c.inst_no AND u.drug_no = c.drug_no AND u.begin_back = c.begin_back
UNION ALL
SELECT
    c.inst_no, c.drug_no, a.bch_name, a.begin_back, a.begins, a.ends, a.elapsed, FALSE, 120
FROM procurement_case AS c
INNER JOIN agreement AS a ON c.bch_name = a.bch_name
WHERE c.quirk = '有协议无订单';

-- Who lags behind orders so much less of the winner, month by month, from the agreement's start.
CREATE OR REPLACE TEMP TABLE slow_buyer AS
SELECT
    c.inst_no, c.drug_no, c.back_from, c.back_to,
    any_value(k.packs) * (any_value(k.elapsed) - any_value(c.value) / 100.0) / sum(n.packs) AS share
FROM procurement_case AS c
INNER JOIN contract AS k
    ON c.inst_no = k.inst_no AND c.drug_no = k.drug_no AND c.begin_back = k.begin_back
INNER JOIN demand AS n
    ON c.inst_no = n.inst_no AND c.drug_no = n.drug_no AND n.back BETWEEN c.back_to AND c.back_from
    AND month_back(n.back) + 1 + roll('ordered', (n.inst_no * 100 + n.drug_no) * 100 + n.back, 10)
        <= getvariable('as_of')
WHERE c.quirk IN ('落后', '落后无报表')
GROUP BY ALL;

-- Kinds: 1 the winner, 2 the original product, 3 planted: dear, 4 planted: cheap.
CREATE OR REPLACE TEMP TABLE order_draft AS
WITH needed AS (
    SELECT
        n.*, (n.inst_no * 100 + n.drug_no) * 100 + n.back AS roll_no,
        (
            SELECT min(a.begin_back) FROM agreement AS a
            WHERE a.series = d.series AND a.begin_back >= n.back
        ) AS begin_back,
        c.inst_no IS NOT NULL AS is_planted,
        CASE WHEN b.lv >= 2 AND c.inst_no IS NULL
            AND chance('likes the brand', n.inst_no * 100 + n.drug_no, 55)
            THEN n.packs * (2 + roll('brand', n.inst_no * 100 + n.drug_no, 6)) // 100
        ELSE 0 END AS brand_packs,
        CASE WHEN s.share IS NULL THEN n.packs ELSE round(n.packs * s.share) END::BIGINT
            AS winner_packs
    FROM demand AS n
    INNER JOIN buyer AS b ON n.inst_no = b.inst_no
    INNER JOIN procured_drug AS d ON n.drug_no = d.drug_no
    LEFT JOIN (SELECT DISTINCT inst_no, drug_no FROM procurement_case) AS c
        ON n.inst_no = c.inst_no AND n.drug_no = c.drug_no
    LEFT JOIN slow_buyer AS s
        ON n.inst_no = s.inst_no AND n.drug_no = s.drug_no
        AND n.back BETWEEN s.back_to AND s.back_from
),

kinds AS (
    SELECT * EXCLUDE (packs), 1 AS kind, winner_packs - brand_packs AS packs, '' AS quirk
    FROM needed
    UNION ALL
    SELECT * EXCLUDE (packs), 2, brand_packs, '' FROM needed
    UNION ALL
    SELECT
        n.* EXCLUDE (packs), CASE c.quirk WHEN '低价' THEN 4 ELSE 3 END,
        CASE c.verdict
            WHEN 'must' THEN ceil(n.packs * c.value / (100.0 - c.value))
            ELSE n.packs * c.value // (100 - c.value)
        END::BIGINT,
        c.quirk
    FROM needed AS n
    INNER JOIN procurement_case AS c
        ON n.inst_no = c.inst_no AND n.drug_no = c.drug_no AND c.rule = 'R68'
        AND n.back BETWEEN c.back_to AND c.back_from
),

dated AS (
    SELECT
        k.* REPLACE (coalesce(p.quirk, k.quirk) AS quirk), p.value, p.case_row,
        month_back(k.back) + 1 + roll('ordered', k.roll_no, 10) AS ordered,
        month_back(k.back) + 3 + roll('ordered', k.roll_no, 10) + roll('delivered', k.roll_no, 4)
            AS received,
        10 + roll('pays', k.roll_no * 10 + k.kind, 19) AS usual_days,
        CASE WHEN NOT k.is_planted AND chance('sent back', k.roll_no * 10 + k.kind, 1.2)
            THEN k.packs * (10 + roll('sent back', k.roll_no, 20)) // 100 ELSE 0 END AS some_back
    FROM kinds AS k
    LEFT JOIN procurement_case AS p
        ON k.inst_no = p.inst_no AND p.rule = 'R71' AND coalesce(k.drug_no = p.drug_no, TRUE)
        AND k.back BETWEEN p.back_to AND p.back_from
        AND k.quirk NOT IN ('高价已退', '高价无效')
    WHERE
        k.packs > 0
        AND month_back(k.back) + 1 + roll('ordered', k.roll_no, 10) <= getvariable('as_of')
    -- What is planted on one drug goes before what is planted on all of a hospital's.
    QUALIFY row_number() OVER (
        PARTITION BY k.inst_no, k.drug_no, k.back, k.kind ORDER BY p.drug_no NULLS LAST
    ) = 1
),

settled AS (
    SELECT
        *,
        received <= getvariable('as_of') AS is_received,
        CASE
            WHEN quirk IN ('高价已退', '高价待退', '全退未付') THEN packs
            WHEN received + 10 <= getvariable('as_of') THEN some_back
            ELSE 0
        END AS back_packs,
        -- The supplier has yet to confirm some returns.
        CASE
            WHEN quirk = '高价待退' OR (quirk = '' AND roll('confirmed', roll_no, 8) = 0) THEN '1'
            ELSE '2'
        END AS return_state,
        CASE WHEN quirk IN ('高价无效', '无效未付') THEN '0' ELSE '1' END AS vali_flag,
        received + CASE quirk WHEN '付款' THEN value ELSE usual_days END AS paid
    FROM dated
)

SELECT
    s.*, CASE s.return_state WHEN '2' THEN s.back_packs ELSE 0 END AS gone_packs,
    d.genname, d.series, d.spec, d.dosform, d.carrier,
    '329981T' || number_text(s.inst_no, 5) || number_text(s.drug_no, 3)
        || strftime(s.ordered, '%Y%m') || s.kind AS order_id,
    CASE WHEN s.kind IN (2, 3) THEN d.brand_code WHEN s.kind = 4 THEN d.brand_code || 'D'
         ELSE d.code END AS code,
    CASE WHEN s.kind IN (2, 3) THEN d.brand_maker WHEN s.kind = 4 THEN '茶坪药业有限公司'
         ELSE d.maker END AS maker,
    CASE
        WHEN s.kind IN (2, 3) THEN d.price_c * d.brand_pct // 100
        WHEN s.kind = 4 THEN d.price_c * 9 // 10
        -- Before it was won the product cost half as much again.
        WHEN s.begin_back IS NULL THEN d.price_c * 3 // 2
        ELSE d.price_c
    END AS price_c,
    s.kind = 1 AND s.begin_back IS NOT NULL AS is_won,
    s.paid <= getvariable('as_of') AND quirk NOT IN ('未付', '全退未付', '无效未付') AS is_paid
FROM settled AS s
INNER JOIN procured_drug AS d ON s.drug_no = d.drug_no;

INSERT INTO tps_ord_detl_d BY NAME
SELECT
    o.order_id AS ord_detl_id, left(o.order_id, 12) || strftime(o.ordered, '%Y%m%d') AS ord_code,
    'J' || o.order_id AS purc_plan_detl_id, CASE WHEN o.is_won THEN '带量' ELSE '挂网' END
        AS purc_type,
    b.code AS medins_code, b.name AS medins_name, 'G' || right(o.code, 12) AS pubonln_id,
    'Z' || right(o.code, 12) AS prod_code, o.genname || '（' || o.maker || '）' AS prod_name,
    o.code AS med_list_codg, o.spec AS prod_spec, o.dosform,
    '国药准字H' || number_text(hash(o.code) % 100000000, 8) AS aprvno,
    o.maker AS prodentp_name, o.carrier AS delventp_name,
    yuan(o.price_c) AS pubonln_pric, yuan(o.price_c) AS purc_pric, o.packs AS purc_cnt,
    o.ordered + INTERVAL (540 + roll('order minute', o.roll_no, 400)) MINUTE AS ord_time,
    CASE WHEN o.is_received THEN 'F' || o.order_id END AS shp_id,
    CASE WHEN o.is_received THEN o.packs END AS shp_cnt,
    CASE WHEN o.is_received THEN o.received - 1 + INTERVAL (480) MINUTE END AS shp_time,
    CASE WHEN o.is_received THEN o.packs END AS stoin_cnt,
    CASE WHEN o.is_received
        THEN o.received + INTERVAL (520 + roll('stored', o.roll_no, 400)) MINUTE END AS stoin_time,
    strftime(o.ordered - 60, '%y%m%d') || o.drug_no AS manu_lotnum,
    CASE WHEN o.is_received THEN number_text(hash(o.order_id, 'invoice') % 100000000, 8) END
        AS invo_no,
    CASE WHEN o.is_received THEN yuan(o.packs * o.price_c) END AS invo_amt,
    CASE WHEN o.is_paid AND o.quirk <> '付款无日期' THEN o.paid + INTERVAL (660) MINUTE END
        AS pay_time,
    CASE WHEN o.is_paid THEN yuan(
        CASE o.quirk
            WHEN '付一半' THEN o.packs * o.price_c // 2
            ELSE (o.packs - o.gone_packs) * o.price_c
        END
    ) END AS pay_amt,
    CASE WHEN o.is_paid AND o.quirk <> '付一半' THEN '2' WHEN o.is_paid THEN '1' ELSE '0' END
        AS pay_stas,
    nullif(o.back_packs, 0) AS retn_cnt,
    CASE WHEN o.back_packs > 0 THEN yuan(o.back_packs * o.price_c) END AS retn_amt,
    CASE WHEN o.back_packs > 0 THEN '包装破损' END AS medins_retn_rea,
    CASE WHEN o.back_packs > 0 THEN o.return_state END AS retn_chk_stas,
    CASE WHEN o.is_won THEN a.bch_name END AS bch_name, o.genname AS drug_genname,
    CASE WHEN o.is_won THEN '1' ELSE '0' END AS sel_flag, o.vali_flag
FROM order_draft AS o
INNER JOIN buyer AS b ON o.inst_no = b.inst_no
LEFT JOIN agreement AS a ON o.series = a.series AND o.begin_back = a.begin_back
ORDER BY o.order_id;

INSERT INTO tps_cont_exec_m BY NAME
WITH executed AS (
    SELECT
        k.*,
        coalesce(sum(CASE WHEN o.is_won THEN o.packs - o.gone_packs END), 0) AS won,
        coalesce(sum(CASE WHEN NOT o.is_won THEN o.packs - o.gone_packs END), 0) AS others
    FROM contract AS k
    LEFT JOIN order_draft AS o
        ON k.inst_no = o.inst_no AND k.drug_no = o.drug_no AND o.vali_flag = '1'
        AND o.ordered BETWEEN k.begins AND k.ends
    GROUP BY ALL
)

SELECT
    b.code AS fixmedins_code, b.name AS fixmedins_name, '329981' AS admdvs, k.bch_name,
    k.begins AS bch_begndate, k.ends AS bch_enddate, k.elapsed AS sched_prog,
    'Z' || right(d.code, 12) AS prod_code, d.genname || '（' || d.maker || '）' AS prod_name,
    k.packs AS cont_cnt, CASE WHEN k.is_reported THEN k.won END AS purc_cnt,
    CASE WHEN k.is_reported THEN (k.won / k.packs)::DECIMAL(7, 4) END AS cmpl_prop,
    CASE WHEN k.is_reported THEN k.others END AS nsel_purc_cnt, yuan(d.price_c) AS pric,
    d.maker AS prodentp_name, d.carrier AS delventp_name
FROM executed AS k
INNER JOIN buyer AS b ON k.inst_no = b.inst_no
INNER JOIN procured_drug AS d ON k.drug_no = d.drug_no
ORDER BY fixmedins_code, bch_name, prod_code;

-- The hospitals' own books of what came in: what the platform delivered, some days later, what
-- went back, and what is planted: bought beside the platform, given away by the supplier.
INSERT INTO medins_prod_purc_d BY NAME
WITH moved AS (
    SELECT
        o.order_id AS no, o.inst_no, o.code, o.genname, o.maker, o.carrier, o.price_c, o.packs,
        o.received + roll('booked', o.roll_no, 4) AS on_day, '0' AS is_gift, '0' AS is_back,
        '1' AS vali_flag
    FROM order_draft AS o
    WHERE o.is_received AND o.vali_flag = '1'
    UNION ALL
    SELECT
        o.order_id || 'R', o.inst_no, o.code, o.genname, o.maker, o.carrier, o.price_c,
        o.gone_packs, o.received + 6, '0', '1', '1'
    FROM order_draft AS o
    WHERE o.gone_packs > 0 AND o.vali_flag = '1'
    UNION ALL
    SELECT
        '329981P' || number_text(c.inst_no, 5) || number_text(c.drug_no, 3)
            || strftime(month_back(m.back), '%Y%m') || r.is_back,
        c.inst_no, c.code,
        CASE c.quirk WHEN '非平台' THEN '中药饮片(复方煎剂)' ELSE c.genname END, d.maker,
        '邻州康源医药经营部', d.price_c * 11 // 10,
        ceil(greatest(d.weight * b.size * c.value / 1000000.0, 1))::BIGINT,
        month_back(m.back) + 14 + r.is_back, CASE c.quirk WHEN '赠品' THEN '1' ELSE '0' END,
        r.is_back::VARCHAR, CASE c.quirk WHEN '线下无效' THEN '0' ELSE '1' END
    FROM procurement_case AS c
    INNER JOIN buyer AS b ON c.inst_no = b.inst_no
    INNER JOIN procured_drug AS d ON c.drug_no = d.drug_no
    CROSS JOIN LATERAL range(c.back_to, c.back_from + 1) AS m (back)
    CROSS JOIN (VALUES (0), (1)) AS r (is_back)
    WHERE c.rule = 'R70' AND (r.is_back = 0 OR c.quirk = '线下已退')
)

SELECT
    m.no AS medins_prod_purc_no, b.code AS fixmedins_code, m.code AS med_list_codg,
    'L' || right(m.code, 8) AS medins_list_codg, m.genname AS medins_list_name,
    'D' || m.no AS dynt_no, strftime(m.on_day, '%Y%m%d') || right(m.code, 4) AS fixmedins_bchno,
    m.carrier AS spler_name, m.maker AS prodentp_name,
    '国药准字H' || number_text(hash(m.code) % 100000000, 8) AS aprvno,
    yuan(CASE m.is_gift WHEN '1' THEN 0 ELSE m.price_c END) AS finl_trns_pric,
    m.packs AS purc_retn_cnt,
    number_text(hash(m.no, 'invoice') % 100000000, 8) AS purc_invo_no, '1' AS rx_flag,
    m.on_day + INTERVAL (560 + roll('kept', m.inst_no, 300)) MINUTE AS purc_retn_stoin_time,
    m.is_gift AS prod_geay_flag, m.is_back AS prod_retn_flag, m.vali_flag
FROM moved AS m
INNER JOIN buyer AS b ON m.inst_no = b.inst_no
WHERE m.on_day <= getvariable('as_of')
ORDER BY fixmedins_code, medins_prod_purc_no;

INSERT INTO planted_answer
SELECT
    rule, verdict, 'subject_id',
    concat_ws('|', buyer_code, CASE WHEN rule IN ('R67', 'R69') THEN bch_name END,
              CASE WHEN rule IN ('R68', 'R69') THEN genname WHEN rule = 'R70' THEN code END),
    note
FROM procurement_case
WHERE rule <> 'R71'
UNION ALL
SELECT c.rule, c.verdict, 'subject_id', o.order_id, c.note
FROM order_draft AS o
INNER JOIN procurement_case AS c ON o.case_row = c.case_row;
