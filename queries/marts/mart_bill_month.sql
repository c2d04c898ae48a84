/*
title  = "异常单据复审月度汇总"
grain  = "一个月、一家机构一行：分子与分母（张），可跨月、跨机构相加"
tables = ["bill_review"]
note   = """
只计系统标为异常（异常标志为 1）、已经支付或已经复审的单据；还没有支付、也没有复审的在途单据不计。
支付以前（含当时）复审的才算复审，支付后补的不算；写了复审人而没有复审时间的算复审。按支付（没有的按复审、初审）月份。
"""
*/
SELECT
    'bill_review' AS measure,
    strftime(coalesce(pay_time, chk2_time, chk1_time), '%Y%m') AS ym,
    fixmedins_code,
    CAST(
        count(*) FILTER (
            WHERE coalesce(chk2_time <= pay_time, chk2_time IS NOT NULL OR chk2_psn_code IS NOT NULL)
        ) AS DECIMAL(18, 4)
    ) AS numerator,
    CAST(count(*) AS DECIMAL(18, 4)) AS denominator
FROM bill_review
WHERE
    coalesce(vali_flag, '1') = '1'
    AND abn_flag = '1'
    AND coalesce(
        pay_psn_code, chk2_psn_code, CAST(pay_time AS VARCHAR), CAST(chk2_time AS VARCHAR)
    ) IS NOT NULL
    AND coalesce(pay_time, chk2_time, chk1_time) IS NOT NULL
    -- Where no second check at all was loaded, the share is unknown and not 0.
    AND EXISTS (
        SELECT 1 FROM bill_review AS b
        WHERE b.chk2_time IS NOT NULL OR b.chk2_psn_code IS NOT NULL
    )
GROUP BY strftime(coalesce(pay_time, chk2_time, chk1_time), '%Y%m'), fixmedins_code
ORDER BY ym, fixmedins_code
