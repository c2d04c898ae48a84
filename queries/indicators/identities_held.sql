/*
code      = "Q26b"
title     = "勾稽通过率"
formula   = "没有一行不平的勾稽关系 ÷ 能核对的勾稽关系"
unit      = "%"
parts     = ["项", "项"]
direction = "高好"
compare   = "值"
yellow    = { all = 1 }
domain    = "督导"
basis     = ["医保信息平台结算与基金月报的勾稽关系", "默认：低于 100% 为黄"]
tables    = ["setl_d", "fund_incexpd_m"]
optional  = ["setl_d", "fund_incexpd_m"]
columns   = [
    "setl_d.medfee_sumamt|setl_d.fund_pay_sumamt|fund_incexpd_m.end_balc|fund_incexpd_m.crt_amt",
]
rows      = "data/identities"
note      = "结算五项、基金月报三项，逐行核对，相差超过 1 分为不平。分项是各项勾稽关系中平的行所占的比例，不亮灯。按全部装入的数据，不分期间。"
*/

SELECT
    'all' AS dimension,
    'all' AS member,
    strftime(CAST($as_of AS DATE), '%Y-%m-%d') AS period,
    CAST(count(*) FILTER (WHERE off_rows = 0) AS DOUBLE) AS numerator,
    CAST(count(*) AS DOUBLE) AS denominator,
    CAST(count(*) FILTER (WHERE off_rows = 0) AS DOUBLE) / count(*) AS value
FROM mart_identity
HAVING count(*) > 0
UNION ALL
SELECT
    'identity' AS dimension,
    identity AS member,
    strftime(CAST($as_of AS DATE), '%Y-%m-%d') AS period,
    CAST(checked_rows - off_rows AS DOUBLE) AS numerator,
    CAST(checked_rows AS DOUBLE) AS denominator,
    CAST(checked_rows - off_rows AS DOUBLE) / checked_rows AS value
FROM mart_identity
ORDER BY dimension, member
