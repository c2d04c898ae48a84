/*
title  = "有疑点的参保人的结算"
grain  = "有疑点的参保人的一次有效结算一行；金额单位元"
tables = ["net_setl", "med_kind", "mart_person_lead", "mart_institution"]
note   = "只留有疑点的参保人；随每次筛查重算。care 是就医类型：住院、门诊、药店、其他。"
*/
WITH suspect AS (
    SELECT DISTINCT psn_no
    FROM mart_person_lead
)

SELECT
    s.psn_no,
    s.setl_id,
    s.setl_date,
    s.fixmedins_code,
    coalesce(i.fixmedins_name, s.fixmedins_name, s.fixmedins_code, '未注明') AS fixmedins_name,
    coalesce(k.care, '其他') AS care,
    s.medfee_sumamt AS medfee_amount,
    s.fund_pay_sumamt AS fund_amount,
    s.cash_payamt AS cash_amount
FROM net_setl AS s
INNER JOIN suspect AS p ON p.psn_no = s.psn_no
LEFT JOIN med_kind AS k ON k.med_type = s.med_type
LEFT JOIN mart_institution AS i ON i.fixmedins_code = s.fixmedins_code
ORDER BY s.psn_no, s.setl_date, s.setl_id
