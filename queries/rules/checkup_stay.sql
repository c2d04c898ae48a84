/*
code     = "R42"
title    = "体检式住院（低标准住院）"
question = "短期住院的费用是否绝大部分是检查化验，几乎没有治疗，把体检做成了住院？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第二项：过度诊疗、过度检查或者提供其他不必要的医药服务",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条：提供合理、必要的医药服务",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一次住院（就诊ID）"
tables   = ["mdtrt_d", "setl_d", "fixmedins_b", "fee_list_d"]
optional = ["setl_d", "fixmedins_b"]
columns  = [
    "mdtrt_d.psn_no", "mdtrt_d.begntime|ipt_days", "mdtrt_d.endtime|ipt_days",
    "mdtrt_d.med_type|ipt_days", "fee_list_d.mdtrt_id", "fee_list_d.psn_no",
    "fee_list_d.med_chrgitm_type", "fee_list_d.cnt", "fee_list_d.det_item_fee_sumamt",
]
limits   = """
检查检验 = 收费类别 03 检查、04 化验及地方扩展的 1408 核磁、1409 CT、1410 彩超、1453 放射；
治疗 = 05 治疗、06 手术、09 西药、10 饮片、11 中成药及 1411 输氧、1412 输血、1413 麻醉；床位、护理、诊查、材料两边都不算。
不查：急诊转住院（医疗类别 24、210104 或有急诊科室的明细），离院方式为转院或死亡的，仍在院的。
计整次住院的费用，没有结算的按明细合计。入院检查后决定不手术、待查出院的会误报，须核入院指征。
"""
reviewed = 2025-11-21
back     = []

[params.max_days]
default = 3
unit    = "天"
label   = "最长住院天数"
source  = "默"

[params.exam_share]
default = 0.7
unit    = "比例"
label   = "检查检验费占比（达到才命中）"
source  = "默"

[params.treatment_share]
default = 0.2
unit    = "比例"
label   = "治疗、手术、药品费占比（不超过才命中）"
source  = "默"
*/
WITH short_stay AS (
    SELECT s.*
    FROM stay AS s
    WHERE
        s.stay_days <= $max_days
        AND NOT s.still_in
        AND coalesce(s.dscg_way, '') NOT IN ('2', '3', '5')
),

line AS (
    SELECT
        s.mdtrt_id,
        f.bkkp_sn,
        f.det_item_fee_sumamt,
        left(f.med_chrgitm_type, 2) IN ('03', '04')
        OR left(f.med_chrgitm_type, 4) IN ('1408', '1409', '1410', '1453') AS is_exam,
        left(f.med_chrgitm_type, 2) IN ('05', '06', '09', '10', '11')
        OR left(f.med_chrgitm_type, 4) IN ('1411', '1412', '1413') AS is_treatment,
        coalesce(left(f.med_type, 2) = '24', FALSE)
        OR coalesce(f.med_type = '210104', FALSE)
        OR coalesce(f.bilg_dept_name LIKE '%急诊%', FALSE) AS is_emergency
    FROM short_stay AS s
    INNER JOIN net_fee AS f ON f.mdtrt_id = s.mdtrt_id AND f.psn_no = s.psn_no
),

checkup AS (
    SELECT
        mdtrt_id,
        sum(det_item_fee_sumamt) AS amount,
        CAST(sum(det_item_fee_sumamt) FILTER (WHERE is_exam) AS DOUBLE)
        / nullif(CAST(sum(det_item_fee_sumamt) AS DOUBLE), 0) AS exam_share
    FROM line
    GROUP BY mdtrt_id
    HAVING
        NOT bool_or(is_emergency)
        AND coalesce(sum(det_item_fee_sumamt) FILTER (WHERE is_treatment), 0)
        <= round($treatment_share * sum(det_item_fee_sumamt), 6)
        AND sum(det_item_fee_sumamt) FILTER (WHERE is_exam)
        >= round($exam_share * sum(det_item_fee_sumamt), 6)
),

exam AS (
    SELECT
        l.mdtrt_id,
        l.bkkp_sn,
        row_number() OVER (
            PARTITION BY l.mdtrt_id ORDER BY l.det_item_fee_sumamt DESC, l.bkkp_sn ASC
        ) AS place
    FROM line AS l
    WHERE l.is_exam AND l.mdtrt_id IN (SELECT c.mdtrt_id FROM checkup AS c)
)

SELECT
    s.mdtrt_id AS subject_id,
    s.psn_no,
    s.fixmedins_code,
    coalesce(s.dscg_date, s.adm_date, s.setl_date) AS event_date,
    CAST(coalesce(s.medfee_sumamt, c.amount) AS DECIMAL(18, 2)) AS total_amount,
    s.fund_pay_sumamt AS fund_amount,
    round(c.exam_share, 4) AS measured_value,
    'mdtrt_d:' || s.mdtrt_id || ';'
    || string_agg(CASE WHEN e.place <= 49 THEN 'fee_list_d:' || e.bkkp_sn END, ';' ORDER BY e.place)
        AS evidence
FROM checkup AS c
INNER JOIN short_stay AS s ON s.mdtrt_id = c.mdtrt_id
INNER JOIN exam AS e ON e.mdtrt_id = c.mdtrt_id
GROUP BY
    s.mdtrt_id, s.psn_no, s.fixmedins_code, s.dscg_date, s.adm_date, s.setl_date, s.medfee_sumamt,
    s.fund_pay_sumamt, c.amount, c.exam_share
