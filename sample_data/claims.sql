-- The drafts of a batch, written as rows of the national tables: in order of time, as those of a bureau
-- come month by month, so that a scan passes over the blocks of other months.
INSERT INTO mdtrt_d BY NAME
SELECT
    '329981M' || number_text(e.enc, 12) AS mdtrt_id, p.psn_no, p.certno, p.psn_name, p.gend,
    p.brdy, datesub('year', p.brdy, e.begins) AS age, e.insutype, e.psn_type,
    CASE WHEN e.is_entitled THEN s.sp_psn_type END AS sp_psn_type, '329981' AS insu_admdvs,
    e.pay_loc, n.code AS fixmedins_code, n.name AS fixmedins_name, n.admdvs AS fix_blng_admdvs,
    n.hosp_lv,
    e.begins + INTERVAL (e.arrives) MINUTE AS begntime,
    CASE
        WHEN e.kind = '住院' THEN e.ends + INTERVAL (990 + roll('leaves', e.enc, 60)) MINUTE
        ELSE e.begins + INTERVAL (e.arrives + e.minutes) MINUTE
    END AS endtime,
    '0' || (1 + roll('card', e.enc, 3)) AS mdtrt_cert_type,
    e.med_type,
    CASE WHEN e.is_online THEN '2' ELSE '1' END AS mdtrt_chnl,
    CASE WHEN list_contains(e.quirks, '新生儿') THEN '1' ELSE '0' END AS nwb_flag,
    number_text(hash(e.enc, 'number') % 100000000, 8) AS ipt_otp_no,
    CASE WHEN e.kind <> '药店' THEN coalesce(
        e.own_dr,
        'D' || n.admdvs || number_text(
            r.doctors_before + roll('doctor', e.enc, greatest(r.doctors, 1)), 6)
    ) END AS chfpdr_code,
    CASE WHEN e.kind <> '药店' THEN d.dept END AS adm_dept_name,
    CASE WHEN e.kind = '住院' AND e.ends IS NOT NULL THEN d.dept END AS dscg_dept_name,
    CASE WHEN e.kind <> '药店' THEN d.code END AS dscg_maindiag_code,
    CASE WHEN e.kind <> '药店' THEN d.name END AS dscg_maindiag_name,
    CASE WHEN e.ends IS NOT NULL THEN e.dscg_way END AS dscg_way,
    CASE WHEN e.kind = '住院' AND e.ends IS NOT NULL THEN greatest(1, e.days) END AS ipt_days,
    CASE WHEN e.kind = '住院' AND e.ends IS NULL THEN '1' ELSE '0' END AS inhosp_stas,
    CASE WHEN p.die_date <= e.ends THEN p.die_date END AS die_date,
    '329981I' || number_text(e.i, 9) AS psn_insu_rlts_id, '329981' AS poolarea_no,
    CASE
        WHEN e.is_void THEN '0'
        WHEN e.refund = '撤销'
            AND EXISTS (SELECT 1 FROM bill AS b WHERE b.enc = e.enc AND len(b.copies) > 1)
            THEN '0'
        ELSE '1'
    END AS vali_flag
FROM encounter AS e
INNER JOIN batch AS p ON e.i = p.i
INNER JOIN institution_draft AS n ON e.inst_no = n.inst_no
INNER JOIN doctor_range AS r ON e.inst_no = r.inst_no
INNER JOIN diagnosis AS d ON e.diag_no = d.diag_no
LEFT JOIN csv_assistance_standards AS s ON e.idet_type = s.psn_idet_type
ORDER BY begntime;

CREATE OR REPLACE TEMP TABLE settlement AS
SELECT
    b.* EXCLUDE (copies),
    c.copy,
    CASE c.copy WHEN 2 THEN -1 ELSE 1 END AS way,
    -- Original and refund both bear the flag; only the refund names what it takes back.
    CASE WHEN len(b.copies) > 1 AND c.copy < 3 THEN '1' ELSE '0' END AS refd_flag,
    '329981S' || number_text(b.enc * 2 + b.part - 1, 12)
        || CASE c.copy WHEN 1 THEN '' ELSE c.copy::VARCHAR END AS setl_id,
    CASE WHEN c.copy = 2 THEN '329981S' || number_text(b.enc * 2 + b.part - 1, 12) END
        AS init_setl_id,
    CASE c.copy
        WHEN 1 THEN b.settled_at
        WHEN 2 THEN b.refunded_on + INTERVAL (600) MINUTE
        ELSE b.refunded_on + INTERVAL (660) MINUTE
    END AS paid_at,
    CASE
        WHEN a.invoice_enc IS NULL THEN invoice_no(b.enc, b.part - 1, c.copy - 1)
        WHEN a.invoice_enc = 0 THEN '000000000000'
        ELSE invoice_no(a.invoice_enc, 0, c.copy - 1)
    END AS invono
FROM bill AS b
CROSS JOIN LATERAL unnest(b.copies) AS c (copy)
LEFT JOIN planted_aid AS a ON b.enc = a.enc;

INSERT INTO setl_d BY NAME
SELECT
    s.setl_id, '329981M' || number_text(s.enc, 12) AS mdtrt_id, s.init_setl_id, p.psn_no, p.certno,
    p.psn_name, p.gend, p.brdy, datesub('year', p.brdy, s.begins) AS age, s.insutype, s.psn_type,
    CASE WHEN s.is_entitled THEN a.sp_psn_type END AS sp_psn_type, '329981' AS insu_admdvs,
    s.pay_loc, n.code AS fixmedins_code, n.name AS fixmedins_name, n.hosp_lv,
    n.admdvs AS fix_blng_admdvs, s.begins AS begndate, s.until AS enddate,
    s.paid_at AS setl_time,
    s.med_type,
    CASE s.pay_loc WHEN '1' THEN '1' ELSE '2' END AS setl_type,
    CASE s.kind WHEN '住院' THEN '21' WHEN '药店' THEN '41' ELSE '11' END AS clr_type,
    yuan(s.way * s.amount) AS medfee_sumamt, yuan(s.way * s.own) AS fulamt_ownpay_amt,
    yuan(s.way * s.over_limit) AS overlmt_selfpay, yuan(s.way * s.first_own) AS preselfpay_amt,
    yuan(s.way * s.in_scope) AS inscp_amt, yuan(s.way * s.deducted) AS act_pay_dedc,
    yuan(s.way * s.pooled) AS hifp_pay,
    (s.fund_share * 0.0001::DECIMAL(5, 4))::DECIMAL(5, 4) AS pool_prop_selfpay,
    0 AS cvlserv_pay, 0 AS hifes_pay, yuan(s.way * s.serious) AS hifmi_pay, 0 AS hifob_pay,
    0 AS hifdm_pay, yuan(s.way * s.aid_in_bill) AS maf_pay, 0 AS othfund_pay,
    yuan(s.way * s.fund) AS fund_pay_sumamt, yuan(s.way * s.own_payment) AS psn_pay,
    yuan(s.way * s.from_account) AS acct_pay, 0 AS acct_mulaid_pay,
    yuan(s.way * (s.own_payment - s.from_account)) AS cash_payamt,
    yuan(s.way * s.waived) AS ownpay_hosp_part,
    s.refd_flag AS refd_setl_flag, CASE WHEN s.is_interim THEN '1' ELSE '0' END AS mid_setl_flag,
    s.invono, year(s.paid_at)::VARCHAR AS year, '329981' AS poolarea_no,
    CASE WHEN s.is_void THEN '0' ELSE '1' END AS vali_flag
FROM settlement AS s
INNER JOIN batch AS p ON s.i = p.i
INNER JOIN institution_draft AS n ON s.inst_no = n.inst_no
LEFT JOIN csv_assistance_standards AS a ON s.idet_type = a.psn_idet_type
ORDER BY setl_time;

INSERT INTO fee_list_d BY NAME
WITH keyed AS (
    SELECT
        l.*, e.begins, e.inst_no, e.kind, e.med_type, e.is_void, e.diag_no, e.arrives, e.own_dr,
        '329981B' || number_text(l.enc, 12) || number_text(l.menu_no, 3) || number_text(l.day, 3)
            AS line_key,
        coalesce(b.copies, [1]) AS copies,
        b.enc IS NOT NULL AS is_settled
    FROM line AS l
    INNER JOIN encounter AS e ON l.enc = e.enc
    LEFT JOIN bill AS b ON l.enc = b.enc AND l.part = b.part
),

copied AS (
    SELECT
        k.* EXCLUDE (copies), c.copy, CASE c.copy WHEN 2 THEN -1 ELSE 1 END AS way,
        CASE c.copy WHEN 2 THEN 'R' WHEN 3 THEN 'N' ELSE '' END AS copy_mark
    FROM keyed AS k
    CROSS JOIN LATERAL unnest(k.copies) AS c (copy)
    -- In a void encounter a struck-out line could not be told from the others.
    WHERE k.mark <> 'W' OR (c.copy = 1 AND NOT k.is_void)
)

SELECT
    c.line_key || c.mark || c.copy_mark AS bkkp_sn,
    '329981M' || number_text(c.enc, 12) AS mdtrt_id,
    CASE WHEN c.is_settled THEN
        '329981S' || number_text(c.enc * 2 + c.part - 1, 12)
        || CASE c.copy WHEN 1 THEN '' ELSE c.copy::VARCHAR END
    END AS setl_id,
    CASE
        WHEN c.copy = 2 THEN c.line_key || c.mark
        WHEN c.mark = 'T' THEN c.line_key || c.copy_mark
        WHEN c.mark = 'U' THEN c.line_key || 'P' || c.copy_mark
    END AS init_feedetl_sn,
    '329981R' || number_text(c.enc, 12) AS rx_drord_no,
    c.begins + c.day + INTERVAL (
        CASE WHEN c.kind = '住院' THEN 630 + roll('charged at', c.enc * 256 + c.menu_no, 330)
             ELSE c.arrives + 5 END
    ) MINUTE AS fee_ocur_time,
    n.code AS fixmedins_code, p.psn_no,
    c.med_type,
    '329981' AS insu_admdvs, t.code AS hilist_code, t.name AS hilist_name, t.list_type,
    t.code AS med_list_codg, 'L' || right(t.code, 8) AS medins_list_codg,
    t.name AS medins_list_name, t.chrg_type AS med_chrgitm_type, t.chrg_lv AS chrgitm_lv,
    c.way * c.cnt AS cnt, yuan(c.price_c) AS pric, yuan(c.way * c.amount) AS det_item_fee_sumamt,
    yuan(c.uplmt_c) AS pric_uplmt_amt,
    (c.selfpay_bp * 0.0001::DECIMAL(5, 4))::DECIMAL(5, 4) AS selfpay_prop,
    yuan(c.way * c.own) AS fulamt_ownpay_amt, yuan(c.way * c.over_limit) AS overlmt_selfpay,
    yuan(c.way * c.first_own) AS preselfpay_amt, yuan(c.way * c.in_scope) AS inscp_amt,
    CASE WHEN c.kind <> '药店' THEN d.dept END AS bilg_dept_name,
    CASE WHEN c.kind <> '药店' THEN coalesce(
        c.own_dr,
        'D' || n.admdvs || number_text(
            r.doctors_before + roll('doctor', c.enc, greatest(r.doctors, 1)), 6)
    ) END AS bilg_dr_code,
    CASE WHEN c.taken_home IS NULL THEN '0' ELSE '1' END AS dscg_tkdrug_flag,
    c.supply_days AS prd_days, c.memo,
    CASE WHEN c.is_void OR c.mark = 'W' THEN '0' ELSE '1' END AS vali_flag
FROM copied AS c
INNER JOIN batch AS p ON c.i = p.i
INNER JOIN institution_draft AS n ON c.inst_no = n.inst_no
INNER JOIN doctor_range AS r ON c.inst_no = r.inst_no
INNER JOIN diagnosis AS d ON c.diag_no = d.diag_no
INNER JOIN item AS t ON c.menu_no = t.menu_no
ORDER BY fee_ocur_time;

-- Assistance: paid in the bill, or by hand some days after.
INSERT INTO maf_pay_d BY NAME
WITH paid AS (
    SELECT
        s.*, '1' AS pay_way, s.paid_at AS at, NULL AS accepted,
        CASE WHEN s.is_void OR s.refd_flag = '1' THEN '0' ELSE '1' END AS vali_flag, 'A' AS mark
    FROM settlement AS s
    WHERE s.aid_in_bill > 0 AND s.copy <> 2
    UNION ALL
    SELECT
        s.*, '2' AS pay_way,
        until + (10 + roll('paid by hand', s.enc, 11)) + INTERVAL (600) MINUTE AS at,
        until + (2 + roll('accepted', s.enc, 5)) AS accepted,
        CASE WHEN s.is_void OR s.refd_flag = '1' THEN '0' ELSE '1' END AS vali_flag, 'B' AS mark
    FROM settlement AS s
    WHERE s.aid > 0 AND s.aid_way = '手工' AND s.copy <> 2
    UNION ALL
    SELECT
        s.*, '2' AS pay_way, until + 24 + INTERVAL (600) MINUTE AS at, until + 6 AS accepted,
        CASE WHEN list_contains(s.quirks, '再次手工救助') THEN '1' ELSE '0' END AS vali_flag,
        'C' AS mark
    FROM settlement AS s
    WHERE s.copy = 1 AND list_has_any(s.quirks, ['再次手工救助', '再次手工救助无效'])
)

SELECT
    '329981A' || number_text(s.enc * 2 + s.part - 1, 12) || s.mark
        || CASE s.copy WHEN 1 THEN '' ELSE '3' END AS maf_pay_id,
    s.setl_id, '329981M' || number_text(s.enc, 12) AS mdtrt_id, p.psn_no,
    s.idet_type AS psn_idet_type, n.code AS fixmedins_code,
    s.med_type,
    CASE s.kind WHEN '住院' THEN '住院救助' ELSE '门诊救助' END AS maf_type,
    '610100' AS fund_pay_type, yuan(s.amount) AS medfee_sumamt, yuan(s.in_scope) AS inscp_amt,
    yuan(s.pooled) AS hifp_pay, yuan(s.serious) AS hifmi_pay, 0 AS hifob_pay,
    yuan(s.aid_base) AS maf_inscp_amt, s.maf_dedc, s.maf_prop, yuan(s.aid) AS maf_pay,
    s.at AS setl_time, strftime(s.at, '%Y%m') AS clr_ym, s.pay_way, '1' AS reim_stas,
    s.accepted AS accp_date, s.vali_flag
FROM paid AS s
INNER JOIN batch AS p ON s.i = p.i
INNER JOIN institution_draft AS n ON s.inst_no = n.inst_no
WHERE s.at < getvariable('as_of') + 1;

INSERT INTO other_pay BY NAME
SELECT
    '329981O' || number_text(s.enc * 2 + s.part - 1, 12) AS other_pay_id, s.setl_id, p.psn_no,
    n.code AS fixmedins_code, s.invono, yuan(s.amount) AS medfee_sumamt,
    CASE WHEN s.insutype = '310' OR list_contains(s.quirks, '互助未超') THEN '职工互助'
         ELSE '商业保险' END AS pay_souc,
    yuan(s.other_payer) AS pay_amt,
    s.until + CASE WHEN list_contains(s.quirks, '商保后到') THEN 40 ELSE 15 END
        + INTERVAL (600) MINUTE AS pay_time,
    '1' AS vali_flag
FROM settlement AS s
INNER JOIN batch AS p ON s.i = p.i
INNER JOIN institution_draft AS n ON s.inst_no = n.inst_no
WHERE s.other_payer > 0 AND s.copy = 1 AND s.until + 15 <= getvariable('as_of');

INSERT INTO setl_list_diag_d BY NAME
WITH listed AS (
    SELECT s.*, 1 AS no, s.diag_no AS listed_no
    FROM settlement AS s
    WHERE s.kind = '住院' AND s.copy <> 2
    UNION ALL
    SELECT s.*, 2 AS no, d.diag_no
    FROM settlement AS s
    INNER JOIN batch AS p ON s.i = p.i
    INNER JOIN diagnosis_slot AS d
        ON d.place = '慢病' AND d.band = p.band AND d.gend = p.gend
        AND d.slot = roll('second diagnosis', s.enc, 100)
    WHERE
        s.kind = '住院' AND s.copy <> 2 AND s.diag_no <> d.diag_no
        AND NOT list_contains(s.quirks, '单诊断')
        AND (p.is_planted OR chance('second diagnosis', s.enc, 70))
)

SELECT
    l.setl_id || '-' || l.no AS setl_list_diag_id, l.setl_id,
    '329981M' || number_text(l.enc, 12) AS mdtrt_id, p.psn_no, l.no::VARCHAR AS diag_type,
    CASE l.no WHEN 1 THEN '1' ELSE '0' END AS maindiag_flag, d.code AS diag_code,
    d.name AS diag_name, '1' AS adm_cond_type,
    CASE WHEN l.is_void OR l.refd_flag = '1' THEN '0' ELSE '1' END AS vali_flag
FROM listed AS l
INNER JOIN batch AS p ON l.i = p.i
INNER JOIN diagnosis AS d ON l.listed_no = d.diag_no;

-- Transfers are registered where the stay ends, planted referrals on the day of the visit.
INSERT INTO refl_appy_evt_c BY NAME
SELECT
    '329981E' || number_text(e.enc, 12) AS trt_dcla_detl_sn, p.psn_no, e.insutype,
    n.code AS fixmedins_code,
    (
        SELECT other.code FROM institution_draft AS other
        WHERE other.inst_no = coalesce(
            (
                SELECT s.inst_no FROM planted_step AS s
                WHERE s.i = e.i AND s.step = 2
            ),
            CASE WHEN e.lv = 3 THEN 2 ELSE 1 END
        )
    ) AS reflin_medins_no,
    coalesce(v.begins, e.ends) AS refl_date, coalesce(v.begins, e.ends) AS begndate,
    coalesce(v.begins, e.ends) + 2 AS enddate, d.code AS diag_code, '1' AS vali_flag
FROM encounter AS e
INNER JOIN batch AS p ON e.i = p.i
INNER JOIN institution_draft AS n ON e.inst_no = n.inst_no
INNER JOIN diagnosis AS d ON e.diag_no = d.diag_no
LEFT JOIN planted_step AS v
    ON e.i = v.i AND v.step = 2 AND list_contains(e.quirks, '转诊登记')
WHERE
    e.ends IS NOT NULL AND NOT e.is_void
    AND (
        list_has_any(e.quirks, ['转诊登记', '转院登记'])
        OR (e.dscg_way = '2' AND NOT p.is_planted AND chance('registered', e.enc, 70))
    );
