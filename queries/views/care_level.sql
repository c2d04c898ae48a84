/*
title  = "有效失能等级评估"
grain  = "一次有效、有等级的失能评估一行"
tables = ["ltc_asmt_d"]
note   = """
等级为数 0–5；没有现场评估日期的用结论日期。前一次 prev_level 是同一人的上一次有效评估。
等级自 from_date（待遇开始，没有的用结论日期，再用评估日期）起，至下一次评估的 from_date 前一日。"""
*/
WITH judged AS (
    SELECT
        a.ltc_asmt_id,
        a.psn_no,
        a.asmt_org_code,
        a.asmt_psn1_name,
        a.asmt_psn2_name,
        coalesce(a.asmt_date, a.cncl_date) AS asmt_date,
        coalesce(a.trt_begndate, a.cncl_date, a.asmt_date) AS from_date,
        TRY_CAST(a.ltc_disa_lv AS INTEGER) AS care_lv
    FROM ltc_asmt_d AS a
    WHERE coalesce(a.vali_flag, '1') = '1' AND a.psn_no IS NOT NULL
)

SELECT
    *,
    lag(care_lv) OVER (PARTITION BY psn_no ORDER BY asmt_date, ltc_asmt_id) AS prev_lv,
    lead(from_date) OVER (PARTITION BY psn_no ORDER BY from_date, asmt_date, ltc_asmt_id)
        AS next_from
FROM judged
WHERE care_lv IS NOT NULL AND asmt_date IS NOT NULL
