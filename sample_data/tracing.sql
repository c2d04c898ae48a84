-- Trace codes of the drugs settled since 2025-07-01. A box sold over a counter has its own code; of
-- a pack opened on a ward one code is scanned a line. The code's number is the line's own number
-- stirred, so that none is given twice: 256 to an encounter, 899981 shares no factor with 10.
CREATE OR REPLACE TEMP MACRO trace_code(product_no, number) AS
    product_no || number_text(number * 899981 % 10000000000000, 13);

CREATE OR REPLACE TEMP TABLE traced_line AS
SELECT
    bkkp_sn, setl_id, fixmedins_code, strftime(fee_ocur_time, '%Y-%m') AS month
FROM fee_list_d
WHERE
    list_type = '101' AND fee_ocur_time >= TIMESTAMP '2025-07-01' AND cnt > 0
    AND vali_flag = '1' AND setl_id IS NOT NULL;

-- A large institution fails to scan one line in a hundred or two. In a small one the first missing
-- line would be more than the five in a hundred that are allowed; it misses none.
CREATE OR REPLACE TEMP TABLE scanning AS
SELECT
    l.fixmedins_code, l.month, i.inst_no,
    CASE WHEN count(*) < 100 THEN 0 WHEN count(*) < 400 THEN 1
         ELSE 1 + roll('unscanned', i.inst_no, 12) / 10 END AS missing_percent
FROM traced_line AS l
INNER JOIN institution_draft AS i ON l.fixmedins_code = i.code
GROUP BY l.fixmedins_code, l.month, i.inst_no;

-- Two hospitals are planted: from September one leaves out every sixth line, the other every
-- twentieth, which is just allowed. Only their own lines are numbered.
CREATE OR REPLACE TEMP TABLE poorly_scanned AS
WITH hospital (code, share, verdict) AS (
    VALUES ('H32998100206', 6, 'must'), ('H32998100205', 20, 'must_not')
),

numbered AS (
    SELECT
        l.bkkp_sn, l.fixmedins_code, l.month, h.share, h.verdict,
        row_number() OVER (PARTITION BY l.fixmedins_code, l.month ORDER BY hash(l.bkkp_sn), l.bkkp_sn)
            AS no
    FROM traced_line AS l
    INNER JOIN hospital AS h ON l.fixmedins_code = h.code
    INNER JOIN setl_d AS b ON l.setl_id = b.setl_id AND b.refd_setl_flag = '0'
    WHERE
        l.month >= '2025-09'
        -- A planted line that was returned whole is none.
        AND l.bkkp_sn NOT IN (
            SELECT r.init_feedetl_sn FROM fee_list_d AS r
            WHERE r.init_feedetl_sn IS NOT NULL AND right(r.bkkp_sn, 1) = 'U'
        )
)

-- The first line is left out of each six, the last of each twenty.
SELECT bkkp_sn, fixmedins_code, month, verdict
FROM numbered
WHERE no % share = CASE verdict WHEN 'must' THEN 1 ELSE 0 END;

UPDATE scanning SET missing_percent = 0
WHERE fixmedins_code IN (SELECT fixmedins_code FROM poorly_scanned) AND month >= '2025-09';

INSERT INTO planted_answer
SELECT DISTINCT
    'R58', p.verdict, 'subject_id',
    p.fixmedins_code || '|' || p.month,
    CASE p.verdict WHEN 'must' THEN '六笔药品漏扫一笔' ELSE '二十笔药品漏扫一笔' END
FROM poorly_scanned AS p;

INSERT INTO drug_trac_sel_d BY NAME
WITH line AS (
    SELECT
        f.bkkp_sn, f.mdtrt_id, f.fixmedins_code, f.psn_no, f.med_list_codg, f.medins_list_codg,
        f.medins_list_name, f.fee_ocur_time, f.vali_flag, f.fee_ocur_time + INTERVAL 2 MINUTE AS at,
        f.med_type, f.cnt, substr(f.bkkp_sn, 8, 12)::BIGINT AS enc,
        substr(f.bkkp_sn, 23, 3)::INTEGER AS day, substr(f.bkkp_sn, 26) AS marks
    FROM fee_list_d AS f
    WHERE
        f.list_type = '101' AND f.fee_ocur_time >= TIMESTAMP '2025-07-01'
        AND f.setl_id IS NOT NULL
        -- What the ward brings back is a part of a pack; what is struck out was not handed out.
        AND f.vali_flag = '1'
        AND NOT (f.cnt < 0 AND right(f.bkkp_sn, 1) <> 'R')
),

scanned AS (
    SELECT
        l.*, l.med_type = '21' AS is_split,
        CASE WHEN l.med_type = '21' THEN 1 ELSE least(abs(l.cnt), 30) END::INTEGER AS packs
    FROM line AS l
    INNER JOIN scanning AS s
        ON l.fixmedins_code = s.fixmedins_code AND strftime(l.fee_ocur_time, '%Y-%m') = s.month
    LEFT JOIN poorly_scanned AS p ON l.bkkp_sn = p.bkkp_sn
    WHERE
        p.bkkp_sn IS NULL
        AND (left(l.marks, 1) = 'P' OR NOT chance('not scanned', l.bkkp_sn, s.missing_percent))
)

SELECT
    '3' || substr(s.bkkp_sn, 8) || '-' || k.pack AS trac_sn, s.fixmedins_code,
    i.name AS fixmedins_name, s.med_list_codg, s.medins_list_codg, s.medins_list_name,
    CASE WHEN i.kind = '药店' THEN '329981X' || substr(s.bkkp_sn, 8) END AS medins_prod_sel_no,
    s.mdtrt_id, '1' AS mdtrt_setl_type, s.bkkp_sn,
    CASE
        WHEN q.pack_no IS NOT NULL THEN trace_code(d.product_no, q.pack_no)
        WHEN has_word(q.quirk, '坏码短') AND k.pack = 0
            THEN left(trace_code(d.product_no, s.enc * 256), 19)
        WHEN has_word(q.quirk, '坏码字') AND k.pack = 0
            THEN 'N' || substr(trace_code(d.product_no, s.enc * 256), 2)
        WHEN has_word(q.quirk, '坏码零') AND k.pack = 0 THEN repeat(q.copy::VARCHAR, 20)
        ELSE trace_code(d.product_no, s.enc * 256
            + CASE WHEN s.is_split THEN 2 * s.day ELSE k.pack END
            + CASE WHEN left(s.marks, 1) = 'P' THEN CASE WHEN s.is_split THEN 1 ELSE 32 END
                   ELSE 0 END)
    END AS drug_trac_codg,
    CASE WHEN s.is_split OR has_word(q.quirk, '拆零') THEN '1' ELSE '0' END AS trdn_flag,
    s.psn_no, '01' AS psn_cert_type, p.certno, p.psn_name, '329981' AS optins_no,
    s.at AS opt_time, '329981' AS poolarea_no, sign(s.cnt) AS sel_retn_cnt,
    CASE WHEN has_word(q.quirk, '无效上传') THEN '0' ELSE '1' END AS vali_flag
FROM scanned AS s
CROSS JOIN LATERAL range(s.packs) AS k (pack)
INNER JOIN institution_draft AS i ON s.fixmedins_code = i.code
INNER JOIN person AS p ON s.enc // 4096 = p.i
INNER JOIN drug_label AS d ON s.med_list_codg = d.code
LEFT JOIN planted_sale AS q ON s.enc = q.enc;
