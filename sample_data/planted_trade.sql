-- The keys of what is planted about packs of drugs, terminals, agents and pharmacies.
CREATE OR REPLACE TEMP TABLE planted_trade AS
SELECT
    g.rule, g.verdict, g.note, q.copy, q.group_no, s.medins_prod_sel_no, s.fixmedins_code, s.psn_no,
    s.trml_no, s.agnter_certno, s.sel_retn_time, t.drug_trac_codg, t.opt_time
FROM csv_planted_trades AS g
INNER JOIN planted_sale AS q ON g.group_no::INTEGER = q.group_no
INNER JOIN medins_prod_sel_d AS s
    ON number_text(q.enc, 12) = substr(s.medins_prod_sel_no, 8, 12) AND s.sel_retn_cnt > 0
LEFT JOIN drug_trac_sel_d AS t
    ON s.fixmedins_code = t.fixmedins_code AND s.bkkp_sn = t.bkkp_sn AND t.sel_retn_cnt > 0;

INSERT INTO planted_answer
SELECT
    rule, verdict, 'subject_id',
    CASE rule
        WHEN 'R55' THEN min(drug_trac_codg) || '|' || min(fixmedins_code)
        WHEN 'R56' THEN min(drug_trac_codg)
        WHEN 'R57' THEN min(drug_trac_codg)
        WHEN 'R58' THEN min(fixmedins_code) || '|' || strftime(max(opt_time), '%Y-%m')
        WHEN 'R58b' THEN min(fixmedins_code) || '|' || strftime(min(opt_time), '%Y-%m')
        WHEN 'R59' THEN min(trml_no) || '|' || min(fixmedins_code) || '|'
            || strftime(min(sel_retn_time), '%Y-%m-%d %H:%M:%S')
        WHEN 'R59b' THEN min(trml_no) || '|' || min(fixmedins_code) || '|' || min(psn_no)
        WHEN 'R62' THEN min(agnter_certno) || '|' || strftime(max(sel_retn_time), '%Y-%m')
    END,
    note
FROM planted_trade
WHERE rule <> 'R65'
GROUP BY rule, verdict, note, group_no, copy;

INSERT INTO planted_answer
SELECT
    g.rule, g.verdict, 'subject_id',
    u.code || '|' || strftime(CAST(u.from_day AS TIMESTAMP), '%Y-%m-%d %H:%M:%S') || '|1', g.note
FROM csv_planted_trades AS g
INNER JOIN suspension AS u ON g.group_no::INTEGER = u.group_no
WHERE g.rule = 'R65';

-- Who fetches one drug in five places has more of it than he may (R23).
INSERT INTO planted_answer
SELECT 'R23', 'may', 'psn_no', o.psn_no, p.note
FROM planted AS p
INNER JOIN person AS o ON p.i = o.i
WHERE p.rule = 'R61';

-- Two drugs whose shelf was empty at a count (R60); one was bought again afterwards.
CREATE OR REPLACE TEMP TABLE empty_shelf AS
SELECT l.inst_no, n.code, d.name, d.code AS drug, d.code LIKE 'ZA13BAF204%' AS is_bought_again
FROM planted_place AS l
INNER JOIN institution_draft AS n ON l.inst_no = n.inst_no
INNER JOIN drug_label AS d
    ON d.code IN ('ZA04BAT117010100000284', 'ZA13BAF204010400000295')
WHERE l.place = '店7';

INSERT INTO medins_prod_inv_d BY NAME
SELECT
    '329981K0' || number_text(inst_no, 8) || right(drug, 4) AS medins_prod_inv_no,
    code AS fixmedins_code, drug AS med_list_codg, name AS medins_list_name,
    getvariable('as_of') - 160 AS invdate, 0 AS inv_cnt, '0' AS trdn_flag, '1' AS vali_flag
FROM empty_shelf;

INSERT INTO medins_prod_purc_d BY NAME
SELECT
    '329981PE' || number_text(inst_no, 8) AS medins_prod_purc_no, code AS fixmedins_code,
    drug AS med_list_codg, name AS medins_list_name, 38.20 AS finl_trns_pric, 20 AS purc_retn_cnt,
    CAST(getvariable('as_of') - 135 AS TIMESTAMP) AS purc_retn_stoin_time, '0' AS prod_geay_flag,
    '0' AS prod_retn_flag, '1' AS vali_flag
FROM empty_shelf
WHERE is_bought_again;
