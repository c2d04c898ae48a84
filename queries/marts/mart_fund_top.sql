/*
title  = "基金支付前十的机构"
grain  = "一个月（年初累计到该月）、一家机构一行，最多十家；金额单位元"
tables = ["mart_care_ytd"]
note   = "all_yuan 是当期全部机构的合计；没有写机构的不计。"
*/
SELECT
    ym,
    member,
    CAST(fund_yuan AS DOUBLE) AS fund_yuan,
    sum(CAST(fund_yuan AS DOUBLE)) OVER (PARTITION BY ym) AS all_yuan
FROM mart_care_ytd
WHERE dimension = 'fixmedins_code' AND member <> '未注明'
QUALIFY row_number() OVER (PARTITION BY ym ORDER BY fund_yuan DESC NULLS LAST, member) <= 10
ORDER BY ym, fund_yuan DESC, member
