/*
code     = "R44"
title    = "住院费用转嫁门诊、自费、药店"
question = "住院前后和住院期间，同一医院是否又另收了该参保人较多的门诊、自费或购药费用？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第一项：分解住院",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第三项：重复收费、超标准收费、分解项目收费",
]
class    = "疑"
stage    = ["事后"]
subject  = "一次住院（就诊ID）"
tables   = ["mdtrt_d", "setl_d", "fixmedins_b", "fee_list_d", "kb_item"]
optional = ["fixmedins_b", "fee_list_d", "kb_item"]
columns  = [
    "mdtrt_d.psn_no", "mdtrt_d.fixmedins_code", "mdtrt_d.begntime", "mdtrt_d.endtime",
    "mdtrt_d.med_type|ipt_days", "setl_d.psn_no", "setl_d.fixmedins_code", "setl_d.medfee_sumamt",
    "setl_d.begndate|enddate|setl_time",
]
limits   = """
计入院前 3 天至出院后 3 天（首尾两日都算）同一参保人在同一医院住院以外的各次结算，门诊、购药、全自费都算，按就诊日；
规律透析不算：有血液透析收费（R47 清单）的就诊不计。
合计须超过 500 元，并不低于同病种（主诊断前三位）同医院等级各次住院此项合计的均值加 2 倍标准差；
同组不足 20 次的只看 500 元。落在两次住院之间的结算归较近的一次。住院单内的自费、另一机构的外购药不计。
慢特病定期门诊、放化疗病人会误报；按病种付费的医院先看。
"""
reviewed = 2025-11-21

[params.margin_days]
default = 3
unit    = "天"
label   = "入院前、出院后计入的天数"
source  = "默"

[params.min_amount]
default = 500
unit    = "元"
label   = "住院以外费用合计（超过才命中）"
source  = "默"

[params.sigmas]
default = 2
unit    = "倍标准差"
label   = "高于同组均值的倍数"
source  = "默"

[params.min_stays]
default = 20
unit    = "次"
label   = "使用均值所需的最少住院次数"
source  = "默"
*/
WITH ended AS (
    SELECT s.*
    FROM stay AS s
    WHERE s.dscg_date >= s.adm_date
),

other_visit AS (
    SELECT
        v.setl_id,
        v.mdtrt_id,
        v.psn_no,
        v.fixmedins_code,
        coalesce(v.begndate, v.enddate, v.setl_date) AS visit_date,
        v.medfee_sumamt,
        v.fund_pay_sumamt
    FROM net_setl AS v
    WHERE
        v.fixmedins_code IN (SELECT e.fixmedins_code FROM ended AS e)
        AND NOT EXISTS (SELECT 1 FROM stay AS s WHERE s.mdtrt_id = v.mdtrt_id)
),

near AS (
    SELECT
        e.mdtrt_id,
        v.mdtrt_id AS visit_id,
        v.setl_id,
        v.visit_date,
        v.medfee_sumamt,
        v.fund_pay_sumamt
    FROM ended AS e
    INNER JOIN other_visit AS v
        ON
            v.psn_no = e.psn_no
            AND v.fixmedins_code = e.fixmedins_code
            AND date_diff('day', v.visit_date, e.adm_date) <= $margin_days
            AND date_diff('day', e.dscg_date, v.visit_date) <= $margin_days
    QUALIFY row_number() OVER (
        PARTITION BY v.setl_id
        ORDER BY
            greatest(
                date_diff('day', v.visit_date, e.adm_date),
                date_diff('day', e.dscg_date, v.visit_date)
            ),
            e.mdtrt_id
    ) = 1
),

-- Dialysis goes on before and after a stay, whatever the stay is for.
around AS (
    SELECT n.*
    FROM near AS n
    WHERE NOT EXISTS (SELECT 1 FROM dialysis_session AS d WHERE d.mdtrt_id = n.visit_id)
),

charged AS (
    SELECT
        a.mdtrt_id,
        max(a.visit_date) AS visit_date,
        sum(a.medfee_sumamt) AS medfee_sumamt,
        sum(a.fund_pay_sumamt) AS fund_amount
    FROM around AS a
    GROUP BY a.mdtrt_id
),

charge AS (
    SELECT
        e.mdtrt_id,
        e.psn_no,
        e.fixmedins_code,
        e.diag3,
        e.hosp_lv,
        greatest(e.dscg_date, c.visit_date) AS event_date,
        CAST(coalesce(c.medfee_sumamt, 0) AS DOUBLE) AS amount,
        c.fund_amount
    FROM ended AS e
    LEFT JOIN charged AS c ON c.mdtrt_id = e.mdtrt_id
),

usual AS (
    SELECT
        diag3,
        hosp_lv,
        sum(amount) / nullif(count(*), 0) + $sigmas * stddev_samp(amount) AS usual_amount
    FROM charge
    GROUP BY diag3, hosp_lv
    HAVING count(*) >= $min_stays
),

shifted AS (
    SELECT c.*
    FROM charge AS c
    LEFT JOIN usual AS u ON u.diag3 = c.diag3 AND u.hosp_lv = c.hosp_lv
    WHERE c.amount > $min_amount AND c.amount >= coalesce(u.usual_amount, 0)
),

proof AS (
    SELECT
        s.*,
        a.setl_id,
        row_number() OVER (PARTITION BY s.mdtrt_id ORDER BY a.visit_date, a.setl_id) AS place
    FROM shifted AS s
    INNER JOIN around AS a ON a.mdtrt_id = s.mdtrt_id
)

SELECT
    mdtrt_id AS subject_id,
    psn_no,
    fixmedins_code,
    event_date,
    CAST(amount AS DECIMAL(18, 2)) AS total_amount,
    CAST(fund_amount AS DECIMAL(18, 2)) AS fund_amount,
    amount AS measured_value,
    'mdtrt_d:' || mdtrt_id || ';'
    || string_agg(CASE WHEN place <= 49 THEN 'setl_d:' || setl_id END, ';' ORDER BY place)
        AS evidence
FROM proof
GROUP BY mdtrt_id, psn_no, fixmedins_code, event_date, amount, fund_amount
