-- The operations of the stays of a batch, as the settlement list tells them: those of one day are
-- one visit to the theatre, unless they are planted as two (两台手术).
INSERT INTO setl_list_oprn_d BY NAME
WITH operation AS (
    SELECT
        l.enc, l.i, l.part, l.day, o.oprn_code, o.oprn_name,
        row_number() OVER (PARTITION BY l.enc, l.part ORDER BY l.price_c DESC, l.menu_no, l.day, l.mark)
            AS no
    FROM line AS l
    INNER JOIN item AS t ON l.menu_no = t.menu_no
    INNER JOIN csv_operations AS o ON t.code = o.item_code
    WHERE l.mark IN ('', 'P', 'H')
),

timed AS (
    SELECT
        o.*, s.setl_id, s.is_void OR s.refd_flag = '1' AS is_gone, s.inst_no, s.begins + o.day AS on_day,
        530 + roll('theatre', o.enc, 200)
        + CASE WHEN list_contains(s.quirks, '两台手术') THEN (o.no - 1) * 180 ELSE 0 END AS minute
    FROM operation AS o
    INNER JOIN settlement AS s ON o.enc = s.enc AND o.part = s.part AND s.copy <> 2
    WHERE s.kind = '住院'
)

SELECT
    o.setl_id || '-' || o.no AS setl_list_oprn_id, o.setl_id, p.psn_no,
    '329981M' || number_text(o.enc, 12) AS mdtrt_id,
    CASE o.no WHEN 1 THEN '1' ELSE '0' END AS main_oprn_flag, o.oprn_name AS oprn_oprt_name,
    o.oprn_code AS oprn_oprt_code, o.on_day AS oprn_oprt_date,
    'D' || n.admdvs || number_text(
        r.doctors_before + roll('doctor', o.enc, greatest(r.doctors, 1)), 6
    ) AS oper_dr_code,
    o.on_day + INTERVAL (o.minute) MINUTE AS oprn_oprt_begntime,
    o.on_day + INTERVAL (o.minute + 60 + roll('operated', o.enc, 90)) MINUTE AS oprn_oprt_endtime,
    CASE WHEN o.is_gone THEN '0' ELSE '1' END AS vali_flag
FROM timed AS o
INNER JOIN batch AS p ON o.i = p.i
INNER JOIN institution_draft AS n ON o.inst_no = n.inst_no
INNER JOIN doctor_range AS r ON o.inst_no = r.inst_no;
