/*
title  = "资助参保核对"
grain  = "一个参保年度、一名应资助的人一行"
tables = [
    "maf_psn_idet_d", "maf_fund_insu_d", "maf_fund_std", "psn_insu_d", "psn_info_b", "death",
]
note   = """
应资助：当年身份有效（未取消、年初在世）的特困、低保、返贫致贫人员；本地资助标准（maf_fund_std）列了当年身份的，按标准列的身份。
当年参加职工医保的不需资助居民参保，不算。没有参保的人也应资助，计入分母。
实际资助：当年资助参保名单里有此人（人员编号或证件号码对得上），且资助金额没有写成 0。
只对有资助参保名单的年度计算。
"""
*/
WITH funded_year AS (
    SELECT DISTINCT year
    FROM maf_fund_insu_d
    WHERE coalesce(vali_flag, '1') = '1' AND year IS NOT NULL
),
entitled_kind AS (
    SELECT DISTINCT funded_year.year, kind.psn_idet_type
    FROM funded_year
    JOIN maf_fund_std AS kind USING (year)
    UNION
    SELECT funded_year.year, kind.psn_idet_type
    FROM funded_year
    CROSS JOIN (VALUES ('01'), ('02'), ('04')) AS kind (psn_idet_type)
    WHERE funded_year.year NOT IN (SELECT year FROM maf_fund_std WHERE year IS NOT NULL)
),
gone AS (
    SELECT psn_no, min(die_date) AS die_date
    FROM (
        SELECT psn_no, die_date FROM death
        UNION ALL
        SELECT psn_no, die_date FROM psn_info_b
    )
    WHERE psn_no IS NOT NULL AND die_date IS NOT NULL
    GROUP BY psn_no
),
identity AS (
    SELECT
        coalesce(listed.psn_no, by_cert.psn_no, listed.certno) AS person,
        coalesce(listed.psn_no, by_cert.psn_no) AS psn_no,
        coalesce(listed.psn_name, by_no.psn_name, by_cert.psn_name) AS psn_name,
        listed.psn_idet_type,
        coalesce(listed.town_name, by_no.town_name, by_cert.town_name) AS town_name,
        CAST(listed.begntime AS DATE) AS begin_on,
        least(
            coalesce(CAST(listed.endtime AS DATE), DATE '9999-12-31'),
            coalesce(CAST(listed.cncl_time AS DATE), DATE '9999-12-31'),
            coalesce(listed.die_date, DATE '9999-12-31')
        ) AS end_on
    FROM maf_psn_idet_d AS listed
    LEFT JOIN psn_info_b AS by_no ON by_no.psn_no = listed.psn_no
    LEFT JOIN psn_info_b AS by_cert
        ON listed.psn_no IS NULL AND by_cert.certno = listed.certno
    WHERE coalesce(listed.vali_flag, '1') = '1'
),
entitled AS (
    SELECT
        entitled_kind.year,
        identity.person,
        min_by(identity.psn_no, identity.psn_idet_type) AS psn_no,
        min_by(identity.psn_name, identity.psn_idet_type) AS psn_name,
        min(identity.psn_idet_type) AS psn_idet_type,
        min_by(identity.town_name, identity.psn_idet_type) AS town_name,
        min(coalesce(identity.begin_on, DATE '0001-01-01')) AS begin_on
    FROM identity
    JOIN entitled_kind USING (psn_idet_type)
    LEFT JOIN gone ON gone.psn_no = identity.psn_no
    WHERE
        (identity.begin_on IS NULL OR strftime(identity.begin_on, '%Y') <= entitled_kind.year)
        AND strftime(identity.end_on, '%Y') >= entitled_kind.year
        AND (gone.die_date IS NULL OR strftime(gone.die_date, '%Y') >= entitled_kind.year)
    GROUP BY entitled_kind.year, identity.person
),
funded AS (
    SELECT
        listed.year,
        coalesce(listed.psn_no, known.psn_no, listed.certno) AS person,
        min(CAST(listed.clct_time AS DATE)) AS funded_on,
        sum(listed.maf_subs_amt) AS funded_yuan
    FROM maf_fund_insu_d AS listed
    LEFT JOIN psn_info_b AS known
        ON listed.psn_no IS NULL AND known.certno = listed.certno
    WHERE coalesce(listed.vali_flag, '1') = '1' AND coalesce(listed.maf_subs_amt, 1) > 0
    GROUP BY listed.year, coalesce(listed.psn_no, known.psn_no, listed.certno)
),
insured AS (
    SELECT
        funded_year.year,
        psn_insu_d.psn_no,
        max(CASE WHEN psn_insu_d.insutype = '310' THEN 1 ELSE 0 END) AS as_staff
    FROM psn_insu_d
    CROSS JOIN funded_year
    WHERE
        coalesce(psn_insu_d.vali_flag, '1') = '1'
        AND psn_insu_d.insutype IN ('310', '390')
        AND coalesce(psn_insu_d.psn_insu_stas, '1') = '1'
        AND (
            psn_insu_d.crt_insu_date IS NULL
            OR strftime(psn_insu_d.crt_insu_date, '%Y') <= funded_year.year
        )
    GROUP BY funded_year.year, psn_insu_d.psn_no
)
SELECT
    entitled.year,
    entitled.psn_no,
    entitled.psn_name,
    entitled.psn_idet_type,
    CASE entitled.psn_idet_type
        WHEN '01' THEN '特困'
        WHEN '02' THEN '低保'
        WHEN '03' THEN '低保边缘'
        WHEN '04' THEN '返贫致贫'
        ELSE entitled.psn_idet_type
    END AS idet_name,
    entitled.town_name,
    entitled.begin_on,
    insured.psn_no IS NOT NULL AS is_insured,
    funded.person IS NOT NULL AS is_funded,
    funded.funded_on,
    CAST(funded.funded_yuan AS DECIMAL(18, 2)) AS funded_yuan
FROM entitled
LEFT JOIN funded ON funded.year = entitled.year AND funded.person = entitled.person
LEFT JOIN insured ON insured.year = entitled.year AND insured.psn_no = entitled.psn_no
WHERE coalesce(insured.as_staff, 0) = 0
ORDER BY entitled.year, entitled.psn_idet_type, entitled.psn_no
