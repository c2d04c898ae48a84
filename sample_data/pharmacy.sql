-- What pharmacies sold, and the trace codes every institution scanned: the drug lines once more, as
-- the counter recorded them. Everything is derived line by line; nothing is sorted or ranked but
-- what a single institution did.
CREATE OR REPLACE TEMP MACRO has_word(quirk, word) AS
    list_contains(split(coalesce(quirk, ''), ';'), word);

-- The planted purchases. Cases numbered alike but for the last digit belong together: the packs,
-- faces and agents of 码, 借脸 and 代办 are theirs, each copy of the group with its own.
CREATE OR REPLACE TEMP TABLE planted_sale AS
SELECT
    s.i * 4096 + s.step AS enc, s.i, s.inst_no, s.quirk, s.begins, p.copy,
    s.case_no::INTEGER // 10 AS group_no,
    -- The copies of R60 are all in one pharmacy: not all at once.
    nullif(regexp_extract(s.quirk, '时刻([0-9]+)', 1), '')::INTEGER
    + CASE WHEN p.rule = 'R60' THEN 13 * p.copy ELSE 0 END AS at_minute,
    nullif(regexp_extract(s.quirk, '终端([0-9]+)', 1), '') AS terminal,
    nullif(regexp_extract(s.quirk, '分值([0-9]+)', 1), '')::INTEGER AS score,
    CASE WHEN contains(s.quirk, '借脸')
        THEN 'F3299810' || (s.case_no::INTEGER // 10 * 10 + p.copy) END AS face_id,
    CASE WHEN contains(s.quirk, '代办')
        THEN '3299011968' || number_text(s.case_no::INTEGER // 10, 5) || p.copy || '1X' END
        AS agent_certno,
    CASE WHEN contains(s.quirk, '代办') THEN a.word || b.word || '璋' END AS agent_name,
    CASE WHEN contains(s.quirk, '同码')
        THEN (9000000000000 + s.case_no::INTEGER // 10 * 10 + p.copy)::BIGINT END AS pack_no
FROM planted_step AS s
INNER JOIN planted AS p ON s.i = p.i
INNER JOIN word AS a ON a.part = 'surname' AND a.no = (s.case_no::INTEGER // 10 + p.copy) % 60
INNER JOIN word AS b ON b.part = 'given1' AND b.no = (s.case_no::INTEGER // 10) % 30
WHERE p.rule IS NULL OR p.rule IN ('R60', 'R63', 'R64', 'R66');

CREATE OR REPLACE TEMP TABLE counter AS
SELECT
    i.inst_no, i.code, 1 + roll('terminals', i.inst_no, 3) AS terminals,
    face_from(i.inst_no) AS face_from,
    -- No insured person has such a given name: no agent is taken for one of the staff.
    [s.word || '晓' || g.word, t.word || '婷', u.word || '莉'] AS staff
FROM institution_draft AS i
INNER JOIN word AS s ON s.part = 'surname' AND s.no = roll('pharmacist', i.inst_no, 60)
INNER JOIN word AS t ON t.part = 'surname' AND t.no = roll('cashier', i.inst_no, 60)
INNER JOIN word AS u ON u.part = 'surname' AND u.no = roll('second cashier', i.inst_no, 60)
INNER JOIN word AS g ON g.part = 'given2' AND g.no = roll('staff', i.inst_no, 30)
WHERE i.kind = '药店';

-- Children and some of the very old send a relative, always the same.
CREATE OR REPLACE TEMP TABLE agent AS
WITH sent AS (
    SELECT i, row_number() OVER (ORDER BY i) AS no
    FROM person
    WHERE NOT is_planted AND (years < 14 OR (years >= 78 AND chance('sends', i, 60)))
),

relative AS (
    SELECT i, psn_name, certno, row_number() OVER (ORDER BY i) AS no
    FROM person
    WHERE NOT is_planted AND years BETWEEN 25 AND 65 AND die_date IS NULL
)

SELECT s.i, r.i AS agent_i, r.psn_name, r.certno
FROM sent AS s
INNER JOIN relative AS r ON s.no = r.no;

CREATE OR REPLACE TEMP TABLE drug_label AS
SELECT
    t.code, min(t.name) AS name, bool_or(t.code IN (
        'XR05XAA041A001010119249', 'XR06AXA259A001010119866', 'XA11EAA260A001010119931',
        'XM01AEA257A001010119623', 'XD07ACA028E001010119261'
    ) OR t.role = '店售') AS over_counter,
    '8' || number_text(hash(t.code) % 1000000, 6) AS product_no,
    ['示例制药', '青岚药业', '禾川制药', '明溪药业', '远岭生物制药', '清渡药厂'][
        1 + roll('maker', t.code, 6)] || '有限公司' AS maker,
    '国药准字H20' || number_text(hash(t.code, 'approval') % 1000000, 6) AS aprvno
FROM item AS t
WHERE t.list_type = '101'
GROUP BY t.code;

INSERT INTO medins_prod_sel_d BY NAME
WITH sold AS (
    SELECT
        f.*, substr(f.bkkp_sn, 8, 12)::BIGINT AS enc, right(f.bkkp_sn, 1) = 'R' AS is_refund
    FROM fee_list_d AS f
    WHERE f.fixmedins_code LIKE 'P%' AND f.list_type = '101'
),

kept AS (
    SELECT
        s.*, s.enc // 4096 AS i, c.staff, c.inst_no, c.terminals,
        CASE
            WHEN s.is_refund THEN b.setl_time
            ELSE s.fee_ocur_time + INTERVAL (roll('second', s.enc, 50)) SECOND
        END AS sold_at,
        CAST(s.fee_ocur_time AS DATE) >= c.face_from AS has_face
    FROM sold AS s
    INNER JOIN counter AS c ON s.fixmedins_code = c.code
    INNER JOIN setl_d AS b ON s.setl_id = b.setl_id
)

SELECT
    '329981X' || substr(k.bkkp_sn, 8) AS medins_prod_sel_no, k.fixmedins_code, k.med_list_codg,
    k.medins_list_codg, k.medins_list_name,
    strftime(k.sold_at, '%y%m') || right(k.medins_list_codg, 4) AS manu_lotnum,
    date_trunc('month', k.sold_at)::DATE - 150 - roll('made', k.inst_no, 60) AS manu_date,
    date_trunc('month', k.sold_at)::DATE + 580 - roll('made', k.inst_no, 60) AS expy_end,
    CASE WHEN NOT d.over_counter THEN k.staff[1] END AS phar_name,
    CASE WHEN has_word(q.quirk, '自费') THEN '2' ELSE '1' END AS hi_feesetl_type,
    k.setl_id, k.psn_no, p.certno,
    CASE WHEN d.over_counter THEN '0' ELSE '1' END AS rx_flag,
    CASE WHEN NOT d.over_counter AND NOT has_word(q.quirk, '无处方') THEN k.rx_drord_no END AS rxno,
    '0' AS trdn_flag,
    CASE WHEN has_word(q.quirk, '整件') THEN k.det_item_fee_sumamt ELSE k.pric END
        AS finl_trns_pric,
    CASE WHEN has_word(q.quirk, '整件') THEN sign(k.cnt) ELSE k.cnt END AS sel_retn_cnt,
    CASE
        WHEN q.at_minute IS NOT NULL AND NOT k.is_refund
            THEN CAST(k.fee_ocur_time AS DATE) + INTERVAL (q.at_minute) MINUTE
                + INTERVAL (5) SECOND
        ELSE k.sold_at
    END AS sel_retn_time,
    k.staff[2 + roll('cashier', k.enc, 2)] AS sel_retn_opter_name,
    CASE
        WHEN has_word(q.quirk, '店员代') THEN k.staff[2]
        ELSE coalesce(q.agent_name, a.psn_name)
    END AS agnter_name,
    coalesce(q.agent_certno, a.certno) AS agnter_certno,
    CASE WHEN NOT has_word(q.quirk, '无终端') THEN
        'T' || k.fixmedins_code
        || coalesce(q.terminal, (1 + roll('terminal', k.enc, k.terminals))::VARCHAR)
    END AS trml_no,
    CASE WHEN coalesce(k.has_face, FALSE) AND NOT has_word(q.quirk, '无人脸')
        THEN coalesce(q.face_id, 'F329981' || number_text(coalesce(a.agent_i, k.i), 9))
    END AS face_id,
    CASE WHEN coalesce(k.has_face, FALSE) AND NOT has_word(q.quirk, '无人脸')
        THEN coalesce(q.score, (860 + roll('face', k.enc, 131)) * 10) * 0.0001::DECIMAL(5, 4)
    END AS face_scr,
    k.bkkp_sn, k.vali_flag
FROM kept AS k
INNER JOIN person AS p ON k.i = p.i
INNER JOIN drug_label AS d ON k.med_list_codg = d.code
LEFT JOIN agent AS a ON k.i = a.i
LEFT JOIN planted_sale AS q ON k.enc = q.enc
ORDER BY sel_retn_time;

-- One customer in seven pays for himself: no person, no settlement.
INSERT INTO medins_prod_sel_d BY NAME
SELECT
    s.* EXCLUDE (
        medins_prod_sel_no, hi_feesetl_type, setl_id, psn_no, certno, agnter_name, agnter_certno,
        face_id, face_scr, bkkp_sn, rxno, sel_retn_time
    ),
    s.medins_prod_sel_no || 'Z' AS medins_prod_sel_no, '2' AS hi_feesetl_type,
    CASE WHEN s.rx_flag = '1' THEN s.rxno || 'Z' END AS rxno,
    CAST(s.sel_retn_time AS DATE) + INTERVAL (
        500 + roll('cash', s.medins_prod_sel_no, 700)) MINUTE + INTERVAL (7) SECOND
        AS sel_retn_time
FROM medins_prod_sel_d AS s
WHERE
    s.sel_retn_cnt > 0 AND s.hi_feesetl_type = '1' AND s.vali_flag = '1'
    AND chance('pays cash', s.medins_prod_sel_no, 14)
    AND NOT EXISTS (
        SELECT 1 FROM planted_sale AS q
        WHERE q.enc = substr(s.medins_prod_sel_no, 8, 12)::BIGINT
    )
ORDER BY sel_retn_time;
