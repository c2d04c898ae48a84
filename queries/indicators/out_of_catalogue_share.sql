/*
code      = "F20"
title     = "目录外费用占比"
formula   = "全自费金额 ÷ 医疗总费用"
unit      = "%"
parts     = ["万元", "万元"]
direction = "低好"
compare   = "值"
yellow    = { "三级" = 0.15, "二级" = 0.1, "一级" = 0.05 }
domain    = "基金"
basis     = ["默认：三级医院 15%、二级 10%、一级 5%"]
tables    = ["setl_d"]
columns   = ["setl_d.fulamt_ownpay_amt", "setl_d.medfee_sumamt"]
rows      = "fund/settlements_by_institution"
note      = "全部结算，按结算月份，本年一月起累计。线按机构等级，全区的灯取各等级里最差的；未定级机构、药店和登记册没有的机构不设线。"
*/

WITH graded AS (
    SELECT
        total.ym,
        'hosp_level' AS dimension,
        institution.hosp_level AS member,
        sum(total.ownpay_yuan) AS ownpay_yuan,
        sum(total.medfee_yuan) AS medfee_yuan
    FROM mart_care_ytd AS total
    INNER JOIN mart_institution AS institution ON institution.fixmedins_code = total.member
    WHERE total.dimension = 'fixmedins_code' AND institution.hosp_level IS NOT NULL
    GROUP BY total.ym, institution.hosp_level
    UNION ALL
    SELECT
        ym,
        dimension,
        member,
        ownpay_yuan,
        medfee_yuan
    FROM mart_care_ytd
)

SELECT
    graded.dimension,
    graded.member,
    period.period,
    CAST(graded.ownpay_yuan AS DOUBLE) AS numerator,
    CAST(graded.medfee_yuan AS DOUBLE) AS denominator,
    CAST(graded.ownpay_yuan AS DOUBLE) / nullif(CAST(graded.medfee_yuan AS DOUBLE), 0) AS value
FROM mart_period AS period
INNER JOIN graded USING (ym)
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND graded.ownpay_yuan IS NOT NULL
    AND (graded.dimension <> 'fixmedins_code' OR period.back < 3)
ORDER BY graded.dimension, graded.member, period.period
