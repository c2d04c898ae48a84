/*
title  = "就诊诊断"
grain  = "一次就诊的一条有效诊断一行"
tables = ["setl_list_diag_d", "mdtrt_d", "setl_d"]
date   = "diag_date"
note   = """
结算清单的全部诊断，加就诊信息的主诊断（与清单的主诊断可能各有一行）；退费、无效结算的清单不计。
诊断日期 diag_date 取就诊开始日期，没有就诊信息的取结算的开始日期、结束日期、结算日期。"""
*/
SELECT
    coalesce(d.psn_no, n.psn_no) AS psn_no,
    coalesce(d.mdtrt_id, n.mdtrt_id) AS mdtrt_id,
    d.diag_code,
    coalesce(CAST(m.begntime AS DATE), n.begndate, n.enddate, n.setl_date) AS diag_date
FROM setl_list_diag_d AS d
LEFT JOIN net_setl AS n ON n.setl_id = d.setl_id
LEFT JOIN mdtrt_d AS m ON m.mdtrt_id = coalesce(d.mdtrt_id, n.mdtrt_id)
WHERE
    coalesce(d.vali_flag, '1') = '1'
    AND d.diag_code IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = d.setl_id)
UNION ALL
SELECT
    m.psn_no,
    m.mdtrt_id,
    m.dscg_maindiag_code AS diag_code,
    CAST(m.begntime AS DATE) AS diag_date
FROM mdtrt_d AS m
WHERE coalesce(m.vali_flag, '1') = '1' AND m.dscg_maindiag_code IS NOT NULL
