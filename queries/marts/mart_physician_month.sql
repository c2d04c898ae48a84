/*
title  = "医师月度汇总"
grain  = "一家机构、一名开单医师、一个费用发生月一行；没有发生日期的归入“未注明”；金额单位元"
tables = ["net_fee", "med_kind"]
note   = """
按费用明细的开单医师代码；代码为空或全是 0、9 的不计。dept_name 是当月费用最多的科室。
visits 是门诊人次：同一人、同一天、同一科室算一次；heads_new 是当年第一次来看的门诊人数，stays_new 是第一次为其开单的住院人次，
因此从一月起累加就是年累计，不重复。drug_yuan 是西药、中成药和饮片，exam_yuan 是检查和化验；lines 是明细条数。
"""
*/
-- The big table is grouped once, to one row a visit or a stay's month; the rest is over those.
WITH encounter AS (
    SELECT
        fee.fixmedins_code,
        fee.bilg_dr_code AS dr_code,
        fee.bilg_dept_name AS dept_name,
        kind.care,
        coalesce(fee.psn_no, fee.mdtrt_id) AS person,
        CASE WHEN kind.care = '住院' THEN fee.mdtrt_id END AS stay_id,
        CASE
            WHEN kind.care = '住院' THEN date_trunc('month', fee.fee_date) ELSE fee.fee_date
        END AS on_date,
        min(fee.bilg_dr_name) AS dr_name,
        count(*) AS lines,
        sum(fee.det_item_fee_sumamt) AS fee_yuan,
        sum(fee.fund_amt) AS fund_yuan,
        sum(CASE
            WHEN
                left(fee.med_chrgitm_type, 2) IN ('09', '10', '11')
                OR (fee.med_chrgitm_type IS NULL AND fee.list_type IN ('101', '102'))
                THEN fee.det_item_fee_sumamt
        END) AS drug_yuan,
        sum(CASE
            WHEN
                left(fee.med_chrgitm_type, 2) IN ('03', '04')
                OR fee.med_chrgitm_type IN ('1408', '1409', '1410', '145301')
                THEN fee.det_item_fee_sumamt
        END) AS exam_yuan
    FROM net_fee AS fee
    LEFT JOIN med_kind AS kind USING (med_type)
    -- Unknown physicians are often a row of zeros or nines.
    WHERE replace(replace(fee.bilg_dr_code, '0', ''), '9', '') <> ''
    GROUP BY
        fee.fixmedins_code, fee.bilg_dr_code, fee.bilg_dept_name, kind.care,
        coalesce(fee.psn_no, fee.mdtrt_id), CASE WHEN kind.care = '住院' THEN fee.mdtrt_id END,
        CASE
            WHEN kind.care = '住院' THEN date_trunc('month', fee.fee_date) ELSE fee.fee_date
        END
),

counted AS (
    SELECT
        *,
        coalesce(strftime(on_date, '%Y%m'), '未注明') AS ym,
        care = '门诊' AND row_number() OVER (
            PARTITION BY fixmedins_code, dr_code, care, person, date_trunc('year', on_date)
            ORDER BY on_date, dept_name
        ) = 1 AS is_new_head,
        care = '住院' AND row_number() OVER (
            PARTITION BY fixmedins_code, dr_code, care, stay_id ORDER BY on_date, dept_name
        ) = 1 AS is_new_stay
    FROM encounter
),

worked AS (
    SELECT
        fixmedins_code,
        dr_code,
        ym,
        dept_name,
        min(dr_name) AS dr_name,
        count(*) FILTER (WHERE care = '门诊') AS visits,
        count(*) FILTER (WHERE is_new_head) AS heads_new,
        count(*) FILTER (WHERE is_new_stay) AS stays_new,
        sum(lines) AS lines,
        sum(lines) FILTER (WHERE care = '门诊') AS visit_lines,
        sum(fee_yuan) AS fee_yuan,
        sum(fee_yuan) FILTER (WHERE care = '门诊') AS visit_fee_yuan,
        sum(fee_yuan) FILTER (WHERE care = '住院') AS stay_fee_yuan,
        sum(fund_yuan) AS fund_yuan,
        sum(drug_yuan) AS drug_yuan,
        sum(exam_yuan) AS exam_yuan
    FROM counted
    GROUP BY fixmedins_code, dr_code, ym, dept_name
)

SELECT
    coalesce(fixmedins_code, '未注明') AS fixmedins_code,
    dr_code,
    ym,
    max_by(dept_name, fee_yuan) AS dept_name,
    min(dr_name) AS dr_name,
    CAST(sum(visits) AS BIGINT) AS visits,
    CAST(sum(heads_new) AS BIGINT) AS heads_new,
    CAST(sum(stays_new) AS BIGINT) AS stays_new,
    CAST(sum(lines) AS BIGINT) AS lines,
    CAST(sum(visit_lines) AS BIGINT) AS visit_lines,
    CAST(sum(fee_yuan) AS DECIMAL(18, 2)) AS fee_yuan,
    CAST(sum(visit_fee_yuan) AS DECIMAL(18, 2)) AS visit_fee_yuan,
    CAST(sum(stay_fee_yuan) AS DECIMAL(18, 2)) AS stay_fee_yuan,
    CAST(round(sum(fund_yuan), 2) AS DECIMAL(18, 2)) AS fund_yuan,
    CAST(sum(drug_yuan) AS DECIMAL(18, 2)) AS drug_yuan,
    CAST(sum(exam_yuan) AS DECIMAL(18, 2)) AS exam_yuan
FROM worked
GROUP BY coalesce(fixmedins_code, '未注明'), dr_code, ym
ORDER BY fixmedins_code, dr_code, ym
