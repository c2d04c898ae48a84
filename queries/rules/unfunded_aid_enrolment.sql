/*
code     = "R83"
title    = "应资未资、资助金额不符"
question = "已经参保、按身份应当资助的救助对象，当年的参保费是否没有资助、由个人缴了，或者资助金额与标准不符？"
basis    = [
    "《社会救助暂行办法》（国务院令第649号）第二十九条第一项：对救助对象参加医疗保险的个人缴费部分给予补贴",
    "《国务院办公厅关于健全重特大疾病医疗保险和救助制度的意见》（国办发〔2021〕42号）：全面落实城乡居民基本医保参保财政补助政策，对个人缴费确有困难的群众给予分类资助",
]
class    = "违"
stage    = ["事后"]
subject  = "一名救助对象一个参保年度（人员编号|年度）"
tables   = [
    "maf_psn_idet_d", "maf_fund_std", "maf_fund_insu_d", "psn_insu_d", "rsdt_psn_clct_detl_d",
    "psn_info_b", "death",
]
optional = ["psn_insu_d", "rsdt_psn_clct_detl_d", "psn_info_b", "death"]
columns  = [
    "maf_psn_idet_d.psn_no|certno", "maf_psn_idet_d.psn_idet_type", "maf_fund_std.year",
    "maf_fund_std.psn_idet_type", "maf_fund_insu_d.year",
    "psn_insu_d.psn_no|rsdt_psn_clct_detl_d.psn_no",
]
limits   = """
应资助：缴费（没有缴费日期的，年初或当年参保）当日身份有效、当年标准里有这类对象、参加了标准所说险种的人；
缴费之后才认定、此前已自己缴费的不查。没有资助参保名册的年度不查；没有参保的由应参未参规则查。
命中：名册里没有已资助的记录；资助合计与本人各种身份的任何一个标准相差都超过容许数；全额资助而名册写明个人缴了费。
计差额（没有资助的计标准，几个标准计最低的）。名册写明参加职工医保或有免责原因的、缴费前已死亡的不查。
其他部门已代缴而名册没有登记的会被命中。
"""
reviewed = 2025-11-21

[params.amount_tolerance]
default = 0.01
unit    = "元"
label   = "与标准相差的容许数"
source  = "默"

[params.exempt_reasons]
default = ["参军", "服刑", "死亡", "异地参保"]
unit    = "未资助原因中的词"
label   = "免责的未资助原因"
source  = "默"
*/
WITH exempt_reason AS (SELECT unnest($exempt_reasons) AS word),

standard AS (
    SELECT t.*
    FROM maf_fund_std AS t
    WHERE
        t.year <= CAST(year($as_of) AS VARCHAR)
        AND t.year IN (SELECT f.year FROM aid_enrolment AS f)
),

-- Of several standards of one kind the one of the identity's name.
kind AS (
    SELECT DISTINCT
        i.psn_idet_type,
        i.idet_name_loc
    FROM aid_person AS i
),

preferred AS (
    SELECT
        k.psn_idet_type,
        k.idet_name_loc,
        t.year,
        t.insutype,
        t.maf_subs_amt AS std_amt,
        t.fund_way LIKE '%全额%' AS is_full
    FROM kind AS k
    INNER JOIN standard AS t ON t.psn_idet_type = k.psn_idet_type
    QUALIFY rank() OVER (
        PARTITION BY k.psn_idet_type, k.idet_name_loc, t.year, t.insutype
        ORDER BY CASE WHEN t.idet_name_loc = k.idet_name_loc THEN 0 ELSE 1 END
    ) = 1
),

identified AS (
    SELECT
        i.idet_rcd_id,
        i.psn_no,
        i.psn_idet_type,
        i.idet_name_loc,
        coalesce(i.certno, p.certno) AS certno,
        coalesce(i.begn_date, DATE '1900-01-01') AS begn_date,
        coalesce(i.end_date, DATE '9999-12-31') AS end_date
    FROM aid_person AS i
    LEFT JOIN (
        SELECT
            n.psn_no,
            n.certno
        FROM person AS n
        WHERE n.psn_no IN (SELECT a.psn_no FROM aid_person AS a WHERE a.certno IS NULL)
    ) AS p ON p.psn_no = i.psn_no
    WHERE i.psn_no IS NOT NULL AND i.psn_idet_type IN (SELECT t.psn_idet_type FROM standard AS t)
),

funded_person AS (
    SELECT
        f.psn_no,
        f.year,
        CASE WHEN count(f.maf_subs_amt) = count(*) THEN sum(f.maf_subs_amt) END AS subs_amt,
        sum(f.psn_clct_amt) AS own_amt
    FROM aid_enrolment AS f
    WHERE f.psn_no IN (SELECT i.psn_no FROM identified AS i)
    GROUP BY f.psn_no, f.year
),

-- Nearly all are out at once: funded every year as their standard says. The rest may be hits.
doubtful AS (
    SELECT i.psn_no
    FROM identified AS i
    INNER JOIN preferred AS t
        ON
            t.psn_idet_type = i.psn_idet_type
            AND t.idet_name_loc IS NOT DISTINCT FROM i.idet_name_loc
    LEFT JOIN funded_person AS f ON f.psn_no = i.psn_no AND f.year = t.year
    WHERE
        NOT coalesce(
            abs(f.subs_amt - t.std_amt) <= $amount_tolerance
            AND CASE WHEN t.is_full THEN f.own_amt ELSE 0 END <= $amount_tolerance,
            FALSE
        )
    UNION
    SELECT i.psn_no
    FROM identified AS i
    INNER JOIN aid_enrolment AS f
        ON f.certno = i.certno AND f.psn_no IS DISTINCT FROM i.psn_no
),

aided AS (
    SELECT i.*
    FROM identified AS i
    WHERE i.psn_no IN (SELECT d.psn_no FROM doubtful AS d)
),

contribution AS (
    SELECT
        c.psn_no,
        c.insutype,
        left(coalesce(c.accrym_end, c.accrym_begn), 4) AS year,
        min(CAST(c.clct_time AS DATE)) AS paid_date,
        sum(c.psn_clct_amt) AS psn_clct_amt,
        'rsdt_psn_clct_detl_d:' || min(c.rsdt_clct_detl_id) AS proof
    FROM rsdt_psn_clct_detl_d AS c
    WHERE
        coalesce(c.vali_flag, '1') = '1'
        AND coalesce(c.clct_flag, '1') = '1'
        AND c.psn_no IN (SELECT i.psn_no FROM aided AS i)
    GROUP BY c.psn_no, c.insutype, left(coalesce(c.accrym_end, c.accrym_begn), 4)
    -- A reversal takes back what it reverses.
    HAVING sum(coalesce(c.clct_sumamt, c.psn_clct_amt)) > 0
),

year_begun AS (
    SELECT DISTINCT
        t.year,
        TRY_CAST(t.year || '-01-01' AS DATE) AS first_date
    FROM standard AS t
),

insured AS (
    SELECT e.*
    FROM psn_insu_d AS e
    WHERE
        coalesce(e.vali_flag, '1') = '1'
        AND e.psn_no IN (SELECT i.psn_no FROM aided AS i)
),

spell AS (
    SELECT
        e.psn_no,
        e.insutype,
        y.year,
        greatest(y.first_date, e.crt_insu_date) AS enrol_date,
        'psn_insu_d:' || e.psn_insu_rlts_id AS proof
    FROM insured AS e
    INNER JOIN year_begun AS y
        ON coalesce(CAST(year(e.crt_insu_date) AS VARCHAR) <= y.year, TRUE)
    WHERE
        e.paus_insu_date > greatest(y.first_date, e.crt_insu_date)
        OR (
            coalesce(e.psn_insu_stas, '1') = '1'
            -- A pause before this spell began belongs to an earlier one.
            AND coalesce(e.paus_insu_date < e.crt_insu_date, e.paus_insu_date IS NULL)
        )
),

enrolled AS (
    SELECT
        psn_no,
        insutype,
        year,
        coalesce(min(paid_date), min(enrol_date)) AS enrol_date,
        max(psn_clct_amt) AS psn_clct_amt,
        max(proof) AS proof
    FROM (
        SELECT
            psn_no, insutype, year, paid_date, CAST(NULL AS DATE) AS enrol_date, psn_clct_amt, proof
        FROM contribution
        UNION ALL
        SELECT
            psn_no, insutype, year, CAST(NULL AS DATE) AS paid_date, enrol_date,
            CAST(NULL AS DECIMAL(16, 2)) AS psn_clct_amt, proof
        FROM spell
    )
    GROUP BY psn_no, insutype, year
),

candidate AS (
    SELECT
        i.idet_rcd_id,
        i.psn_no,
        i.certno,
        i.begn_date,
        i.end_date,
        t.year,
        t.std_amt,
        t.is_full,
        n.enrol_date,
        n.psn_clct_amt,
        n.proof
    FROM aided AS i
    INNER JOIN preferred AS t
        ON
            t.psn_idet_type = i.psn_idet_type
            AND t.idet_name_loc IS NOT DISTINCT FROM i.idet_name_loc
    INNER JOIN enrolled AS n
        ON
            n.psn_no = i.psn_no
            AND n.year = t.year
            AND coalesce(n.insutype = t.insutype, TRUE)
),

link AS (
    SELECT
        f.psn_no,
        f.year,
        f.fund_insu_id,
        f.maf_subs_amt,
        f.psn_clct_amt,
        f.clct_date
    FROM aid_enrolment AS f
    WHERE f.psn_no IN (SELECT i.psn_no FROM aided AS i)
    UNION ALL
    -- The same ID number under another person's number.
    SELECT
        c.psn_no,
        c.year,
        f.fund_insu_id,
        f.maf_subs_amt,
        f.psn_clct_amt,
        f.clct_date
    FROM (SELECT DISTINCT d.psn_no, d.year, d.certno FROM candidate AS d) AS c
    INNER JOIN aid_enrolment AS f
        ON f.year = c.year AND f.certno = c.certno AND f.psn_no IS DISTINCT FROM c.psn_no
),

funded AS (
    SELECT
        psn_no,
        year,
        -- An amount nobody wrote down cannot be compared.
        CASE WHEN count(maf_subs_amt) = count(*) THEN sum(maf_subs_amt) END AS subs_amt,
        sum(psn_clct_amt) AS own_amt,
        min(clct_date) AS clct_date,
        'maf_fund_insu_d:' || min(fund_insu_id) || CASE
            WHEN count(*) > 1 THEN ';maf_fund_insu_d:' || max(fund_insu_id) ELSE ''
        END AS proof
    FROM link
    GROUP BY psn_no, year
),

excused AS (
    SELECT
        f.year,
        f.psn_no,
        f.certno
    FROM maf_fund_insu_d AS f
    WHERE
        coalesce(f.vali_flag, '1') = '1'
        AND (
            f.oth_insu_flag = '1'
            OR EXISTS (
                SELECT 1 FROM exempt_reason AS x WHERE f.nofund_rea LIKE '%' || x.word || '%'
            )
        )
),

compared AS (
    SELECT
        c.psn_no,
        c.year,
        c.idet_rcd_id,
        c.std_amt,
        c.psn_clct_amt,
        coalesce(f.clct_date, c.enrol_date) AS paid_date,
        f.psn_no IS NULL AS is_unfunded,
        abs(f.subs_amt - c.std_amt) AS gap_amt,
        CASE WHEN c.is_full THEN f.own_amt ELSE 0 END AS own_amt,
        coalesce(f.proof, c.proof) AS proof
    FROM candidate AS c
    LEFT JOIN funded AS f ON f.psn_no = c.psn_no AND f.year = c.year
    WHERE
        coalesce(f.clct_date, c.enrol_date) BETWEEN c.begn_date AND c.end_date
        AND NOT EXISTS (SELECT 1 FROM excused AS x WHERE x.year = c.year AND x.psn_no = c.psn_no)
        AND NOT EXISTS (SELECT 1 FROM excused AS x WHERE x.year = c.year AND x.certno = c.certno)
        AND NOT EXISTS (
            SELECT 1 FROM deceased AS d
            WHERE d.psn_no = c.psn_no AND d.die_date < coalesce(f.clct_date, c.enrol_date)
        )
),

judged AS (
    SELECT
        psn_no,
        year,
        is_unfunded,
        max(paid_date) AS paid_date,
        -- Any of the person's standards will do.
        min(gap_amt) AS gap_amt,
        min(own_amt) AS own_amt,
        CASE
            WHEN is_unfunded THEN coalesce(min(std_amt), max(psn_clct_amt))
            ELSE greatest(min(gap_amt), min(own_amt))
        END AS short_amt,
        min(idet_rcd_id) AS idet_rcd_id,
        max(proof) AS proof
    FROM compared
    GROUP BY psn_no, year, is_unfunded
)

SELECT
    psn_no || '|' || year AS subject_id,
    psn_no,
    CAST(NULL AS VARCHAR) AS fixmedins_code,
    paid_date AS event_date,
    CAST(short_amt AS DECIMAL(18, 2)) AS total_amount,
    CAST(short_amt AS DECIMAL(18, 2)) AS fund_amount,
    CAST(short_amt AS DOUBLE) AS measured_value,
    'maf_psn_idet_d:' || idet_rcd_id || ';' || proof AS evidence
FROM judged
WHERE is_unfunded OR gap_amt > $amount_tolerance OR own_amt > $amount_tolerance
