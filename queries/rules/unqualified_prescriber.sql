/*
code     = "R38"
title    = "无资质或暂停期间开单"
question = "开单医师当日是否不在该机构执业，或者正被暂停、终止医保支付资格？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第六项：将不属于医疗保障基金支付范围的医药费用纳入医疗保障基金结算",
    "《中华人民共和国医师法》第十四条：按照注册的执业地点、执业类别、执业范围执业",
    "《关于建立定点医药机构相关人员医保支付资格管理制度的指导意见》（医保发〔2024〕23号）：暂停、终止医保支付资格",
]
class    = "违"
stage    = ["事前", "事中", "事后"]
subject  = "一名医师在一家机构一个月的开单（医师代码|机构编号|年月）"
tables   = ["fee_list_d", "setl_d", "dr_info_b", "dr_paus_d"]
optional = ["setl_d", "dr_info_b", "dr_paus_d"]
columns  = [
    "fee_list_d.bilg_dr_code", "fee_list_d.fixmedins_code", "fee_list_d.fee_ocur_time",
    "fee_list_d.cnt", "dr_info_b.dr_code|dr_paus_d.dr_code",
]
limits   = """
暂停、终止期间（首尾两日都算）的开单命中；医师登记里没有在该机构执业，或当日在合同起止、离职之外的也命中（首尾两日、离职当日算在内）。
登记里找不到的医师：该机构当月的开单医师有一半以上在登记中，才算登记覆盖该机构，才命中；否则是资料不全，不列。
注明多点执业的，登记以外的机构不算违规。急诊、院前急救及急诊、急救科室的开单不查；代码写着“未知”等的不查。
执业范围与项目没有对照表，不查。比较值是当月违规开单的天数。登记更新滞后（刚入职、刚变更）会误报，须核国家医师电子化注册信息。
"""
reviewed = 2025-11-21
unit     = "月"
back     = []

[params.cover_share]
default = 0.5
unit    = "比例"
label   = "机构当月开单医师已登记的比例，达到才算登记覆盖该机构"
source  = "默"

[params.emergency_departments]
default = ["急诊", "急救"]
unit    = "科室名称中的词"
label   = "不查的急救科室"
source  = "默"

[params.unknown_names]
default = ["未知", "不详", "测试", "管理员", "默认"]
unit    = "代码中的词"
label   = "不是医师本人的代码"
source  = "默"
*/
WITH emergency_department AS (SELECT unnest($emergency_departments) AS word),

unknown_name AS (SELECT unnest($unknown_names) AS word),

billed_day AS (
    SELECT
        f.bilg_dr_code AS dr_code,
        f.fixmedins_code,
        f.fee_date
    FROM net_fee AS f
    WHERE f.bilg_dr_code IS NOT NULL
    GROUP BY f.bilg_dr_code, f.fixmedins_code, f.fee_date
),

dr_day AS (
    SELECT *
    FROM billed_day AS b
    -- Unknown physicians are often a row of zeros or nines.
    WHERE replace(replace(b.dr_code, '0', ''), '9', '') <> ''
),

practice AS (
    SELECT
        dr_code,
        medins_code AS site,
        main_pracins_no AS main_site,
        mul_prac_flag = '1' AS several_sites,
        CAST(cntr_begntime AS DATE) AS begn_date,
        least(CAST(cntr_endtime AS DATE), CAST(nemp_time AS DATE)) AS end_date
    FROM dr_info_b
    WHERE coalesce(vali_flag, '1') = '1'
),

prescriber AS (
    SELECT DISTINCT
        d.dr_code,
        d.fixmedins_code,
        date_trunc('month', d.fee_date) AS fee_month,
        d.dr_code IN (SELECT p.dr_code FROM practice AS p) AS registered
    FROM dr_day AS d
    WHERE NOT EXISTS (SELECT 1 FROM unknown_name AS u WHERE d.dr_code LIKE '%' || u.word || '%')
),

covered AS (
    SELECT
        fixmedins_code,
        fee_month
    FROM prescriber
    GROUP BY fixmedins_code, fee_month
    HAVING count(*) FILTER (WHERE registered) >= $cover_share * count(*)
),

unqualified AS (
    SELECT d.dr_code, d.fixmedins_code, d.fee_date
    FROM dr_day AS d
    INNER JOIN dr_paus_d AS p
        ON
            p.dr_code = d.dr_code
            AND d.fee_date >= CAST(p.begntime AS DATE)
            AND coalesce(d.fee_date <= CAST(p.endtime AS DATE), TRUE)
    WHERE coalesce(p.vali_flag, '1') = '1'
    UNION
    SELECT d.dr_code, d.fixmedins_code, d.fee_date
    FROM dr_day AS d
    INNER JOIN prescriber AS r
        ON
            r.dr_code = d.dr_code
            AND r.fixmedins_code = d.fixmedins_code
            AND r.fee_month = date_trunc('month', d.fee_date)
    LEFT JOIN covered AS c
        ON c.fixmedins_code = r.fixmedins_code AND c.fee_month = r.fee_month
    WHERE
        (r.registered OR c.fixmedins_code IS NOT NULL)
        AND NOT EXISTS (
            SELECT 1 FROM practice AS p
            WHERE
                p.dr_code = d.dr_code
                AND (p.site = d.fixmedins_code OR p.main_site = d.fixmedins_code OR p.several_sites)
                AND coalesce(d.fee_date >= p.begn_date, TRUE)
                AND coalesce(d.fee_date <= p.end_date, TRUE)
        )
),

line AS (
    SELECT
        u.dr_code || '|' || u.fixmedins_code || '|' || strftime(u.fee_date, '%Y-%m') AS subject_id,
        u.fixmedins_code,
        u.fee_date,
        f.bkkp_sn,
        f.det_item_fee_sumamt,
        f.fund_amt
    FROM unqualified AS u
    INNER JOIN net_fee AS f
        ON
            f.bilg_dr_code = u.dr_code
            AND f.fixmedins_code = u.fixmedins_code
            AND f.fee_date = u.fee_date
    WHERE
        coalesce(left(f.med_type, 2), '') NOT IN ('13', '31')
        AND coalesce(f.med_type, '') <> '120'
        AND NOT EXISTS (
            SELECT 1 FROM emergency_department AS e
            WHERE f.bilg_dept_name LIKE '%' || e.word || '%'
        )
),

proof AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY subject_id ORDER BY fee_date, bkkp_sn) AS place
    FROM line
)

SELECT
    subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    fixmedins_code,
    max(fee_date) AS event_date,
    CAST(sum(det_item_fee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(count(DISTINCT fee_date) AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM proof
GROUP BY subject_id, fixmedins_code
