/*
code     = "R61"
title    = "多处开同类药（倒卖疑点人）"
question = "参保人是否在一个月内到多家机构开同一类重点药品，开出的药够吃的天数又远多于经过的天数？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十九条、第四十一条第三项：不得利用享受医疗保障待遇的机会转卖药品",
    "重点品种、家数和倍数是默认值，各地可改",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一名参保人一类药一个月（人员编号|药品编码前六位|月份）"
tables   = ["fee_list_d", "setl_d"]
optional = ["setl_d"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fixmedins_code", "fee_list_d.fee_ocur_time",
    "fee_list_d.cnt", "fee_list_d.prd_days", "fee_list_d.hilist_code|med_list_codg",
]
limits   = """
同一类指国家药品编码前六位相同（X 加五位解剖治疗化学分类）；只看重点品种，品种写编码前四位，各地可改。
任意 30 天（首尾都算）之内机构达到 5 家，且周期天数合计不少于首次到末次经过天数（首尾都算）的 2 倍，命中；一人一类药一个月取最突出的一次。
周期天数没有填的明细不计天数；已退费的不计。计这 30 天内该类药的全部明细，相邻两个月的疑点可能有重叠的明细。
中成药、饮片不在默认品种内。多病种多处就诊、长处方、住院带药会误报，须核病历和处方；借他人凭证分散开药的查不到。
"""
reviewed = 2025-11-21
back     = ["window_days"]

[params.min_orgs]
default = 5
unit    = "家"
label   = "机构家数（达到即命中）"
source  = "默"

[params.supply_ratio]
default = 2
unit    = "倍"
label   = "药量天数与经过天数之比（达到即命中）"
source  = "默"

[params.window_days]
default = 30
unit    = "天"
label   = "时间范围"
source  = "默"

[params.watched_groups]
default = [
    "XA10", "XB01", "XC01", "XC02", "XC07", "XC08", "XC09", "XC10", "XJ05", "XL01", "XL02", "XL04",
    "XN03", "XN04", "XN05", "XN06", "XR03",
]
unit    = "药品编码前四位"
label   = "重点品种"
source  = "默"
*/
WITH drug_day AS (
    SELECT
        f.psn_no,
        left(f.item_code, 6) AS drug_group,
        f.fixmedins_code,
        f.fee_date,
        sum(f.prd_days) AS supply_days
    FROM net_fee AS f
    WHERE list_contains($watched_groups, left(f.item_code, 4))
    GROUP BY f.psn_no, left(f.item_code, 6), f.fixmedins_code, f.fee_date
),

-- Few go to so many places at all, within whatever time.
wanderer AS (
    SELECT
        psn_no,
        drug_group
    FROM drug_day
    GROUP BY psn_no, drug_group
    HAVING count(DISTINCT fixmedins_code) >= $min_orgs
),

trail AS (
    SELECT
        psn_no,
        drug_group,
        d.fixmedins_code,
        d.fee_date,
        d.supply_days
    FROM drug_day AS d
    INNER JOIN wanderer AS w USING (psn_no, drug_group)
),

span AS (
    SELECT
        e.psn_no,
        e.drug_group,
        e.fee_date AS last_date,
        min(d.fee_date) AS first_date,
        count(DISTINCT d.fixmedins_code) AS orgs,
        CAST(sum(d.supply_days) AS DOUBLE) AS supply_days
    FROM (SELECT DISTINCT psn_no, drug_group, fee_date FROM trail) AS e
    INNER JOIN trail AS d
        ON
            d.psn_no = e.psn_no
            AND d.drug_group = e.drug_group
            AND date_diff('day', d.fee_date, e.fee_date) BETWEEN 0 AND $window_days - 1
    GROUP BY e.psn_no, e.drug_group, e.fee_date
    HAVING count(DISTINCT d.fixmedins_code) >= $min_orgs
),

flagged AS (
    SELECT *
    FROM span
    WHERE supply_days >= $supply_ratio * (date_diff('day', first_date, last_date) + 1)
    QUALIFY row_number() OVER (
        PARTITION BY psn_no, drug_group, strftime(last_date, '%Y-%m')
        ORDER BY orgs DESC, supply_days DESC, last_date ASC
    ) = 1
),

line AS (
    SELECT
        g.*,
        f.bkkp_sn,
        f.det_item_fee_sumamt,
        f.fund_amt,
        row_number() OVER (
            PARTITION BY g.psn_no, g.drug_group, g.last_date ORDER BY f.fee_ocur_time, f.bkkp_sn
        ) AS place
    FROM flagged AS g
    INNER JOIN net_fee AS f
        ON
            f.psn_no = g.psn_no
            AND left(f.item_code, 6) = g.drug_group
            AND f.fee_date BETWEEN g.first_date AND g.last_date
)

SELECT
    psn_no || '|' || drug_group || '|' || strftime(last_date, '%Y-%m') AS subject_id,
    psn_no,
    CAST(NULL AS VARCHAR) AS fixmedins_code,
    last_date AS event_date,
    CAST(sum(det_item_fee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(orgs AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY psn_no, drug_group, last_date, orgs
