/*
title  = "追溯码月度汇总"
grain  = "一项比率、一个月、一家机构一行：分子与分母，可跨月、跨机构相加"
tables = ["net_fee", "drug_trac_sel_d"]
note   = """
上传率（行，按费用发生月份）：有追溯码上传记录的已结算西药、中成药明细 ÷ 全部，口径同规则 R58；
只计 2025-07-01 起、且在追溯码首次与末次上传之间的费用。
重复码（个，按使用月份）：一个码的第二次净使用记一个重复码，第一次净使用记一个码；拆零、无效的不计，
一次退货冲掉同码、同人、同机构最近的一次使用。
"""
*/
WITH upload AS (
    SELECT
        fixmedins_code,
        drug_trac_codg,
        psn_no,
        mdtrt_id,
        bkkp_sn,
        opt_time,
        coalesce(trdn_flag, '0') <> '1' AS is_whole,
        coalesce(sel_retn_cnt, 1) > 0 AS is_sale
    FROM drug_trac_sel_d
    WHERE coalesce(vali_flag, '1') = '1'
),

-- Days, not a span: a hash join with no day at all does not read the fee lines.
loaded AS (
    SELECT CAST(unnest(generate_series(first_date, last_date, INTERVAL 1 DAY)) AS DATE) AS fee_date
    FROM (
        SELECT
            greatest(min(CAST(opt_time AS DATE)), DATE '2025-07-01') AS first_date,
            max(CAST(opt_time AS DATE)) AS last_date
        FROM upload
    )
),

scanned AS (
    SELECT DISTINCT
        mdtrt_id,
        bkkp_sn
    FROM upload
    WHERE is_sale AND drug_trac_codg IS NOT NULL
),

line AS (
    SELECT
        strftime(fee.fee_date, '%Y%m') AS ym,
        fee.fixmedins_code,
        count(scanned.bkkp_sn) AS scanned_lines,
        count(*) AS drug_lines
    FROM net_fee AS fee
    INNER JOIN loaded ON loaded.fee_date = fee.fee_date
    LEFT JOIN scanned ON scanned.mdtrt_id = fee.mdtrt_id AND scanned.bkkp_sn = fee.bkkp_sn
    WHERE
        fee.setl_id IS NOT NULL
        AND coalesce(fee.list_type = '101', left(fee.med_chrgitm_type, 2) IN ('09', '11'))
    GROUP BY strftime(fee.fee_date, '%Y%m'), fee.fixmedins_code
),

-- Nearly all codes are seen once: only the others are walked through.
again AS (
    SELECT drug_trac_codg
    FROM upload
    WHERE is_whole AND drug_trac_codg IS NOT NULL
    GROUP BY drug_trac_codg
    HAVING count(*) > 1
),

ranked AS (
    SELECT
        upload.fixmedins_code,
        upload.drug_trac_codg,
        upload.opt_time,
        upload.is_sale,
        row_number() OVER (
            PARTITION BY
                upload.drug_trac_codg, upload.fixmedins_code, upload.psn_no, upload.is_sale
            ORDER BY upload.opt_time DESC
        ) AS place,
        count(*) FILTER (WHERE NOT upload.is_sale) OVER (
            PARTITION BY upload.drug_trac_codg, upload.fixmedins_code, upload.psn_no
        ) AS returns
    FROM upload
    INNER JOIN again USING (drug_trac_codg)
    WHERE upload.is_whole
),

used AS (
    SELECT
        fixmedins_code,
        opt_time,
        row_number() OVER (
            PARTITION BY drug_trac_codg ORDER BY opt_time, fixmedins_code
        ) AS use_no
    FROM ranked
    WHERE is_sale AND place > returns
    UNION ALL
    SELECT
        fixmedins_code,
        opt_time,
        1
    FROM upload
    WHERE
        is_whole
        AND is_sale
        AND drug_trac_codg IS NOT NULL
        AND drug_trac_codg NOT IN (SELECT drug_trac_codg FROM again)
)

SELECT
    'trace_upload' AS measure,
    ym,
    fixmedins_code,
    CAST(scanned_lines AS DECIMAL(18, 4)) AS numerator,
    CAST(drug_lines AS DECIMAL(18, 4)) AS denominator
FROM line
UNION ALL
SELECT
    'trace_repeat',
    strftime(opt_time, '%Y%m'),
    fixmedins_code,
    CAST(count(*) FILTER (WHERE use_no = 2) AS DECIMAL(18, 4)),
    CAST(count(*) FILTER (WHERE use_no = 1) AS DECIMAL(18, 4))
FROM used
WHERE opt_time IS NOT NULL
GROUP BY strftime(opt_time, '%Y%m'), fixmedins_code
ORDER BY measure, ym, fixmedins_code
