/*
title  = "参保人数"
grain  = "一个基本医保险种、一个月末一行"
tables = ["psn_insu_d", "mart_fund_month", "mart_month", "mart_insutype"]
note   = """
按参保登记：月末前已参保、未暂停未终止的人数。没有参保登记（psn_insu_d 为空）时，用基金月报填的参保人数。
状态已暂停或终止而没有日期的不算。只计基本医保险种，各险种可以相加。
"""
*/
WITH spell AS (
    SELECT
        insutype,
        coalesce(strftime(crt_insu_date, '%Y%m'), '000000') AS first_ym,
        coalesce(strftime(paus_insu_date, '%Y%m'), '999999') AS gone_ym,
        count(*) AS spells
    FROM psn_insu_d
    JOIN mart_insutype USING (insutype)
    WHERE
        basic
        AND coalesce(vali_flag, '1') = '1'
        AND (coalesce(psn_insu_stas, '1') = '1' OR paus_insu_date IS NOT NULL)
    GROUP BY ALL
)

SELECT insutype, ym, CAST(sum(spells) AS BIGINT) AS persons, '参保登记' AS source
FROM mart_month AS month
INNER JOIN spell ON spell.first_ym <= month.ym AND spell.gone_ym > month.ym
GROUP BY insutype, ym
UNION ALL
SELECT insutype, rpt_ym, insured_persons, '基金月报'
FROM mart_fund_month
JOIN mart_insutype USING (insutype)
WHERE
    basic
    AND insured_persons IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM psn_insu_d)
ORDER BY insutype, ym
