/*
title    = "关系网络"
question = "有哪些人成组地住院、刷卡或由人代购，各涉及多少人、多少基金？"
tables   = ["mart_network_group"]
note     = "人数多的在前，同样多的基金多的在前；没有费用明细的只有总额、没有基金。关系是线索，不等于违规。"

[columns]
group_key    = "组号"
tie          = "关系"
persons      = "参保人（人）"
place        = "机构"
trml_no      = "终端编号"
fund_amount  = "涉及基金（元）"
total_amount = "涉及总额（元）"
findings     = "疑点（条）"
crossing     = "也在别组的人"
first_on     = "最早"
last_on      = "最近"

[params.tie]
label = "关系；空为全部"

[params.group_key]
label = "组号；空为全部"
*/

SELECT
    group_key,
    tie,
    persons,
    place,
    trml_no,
    fund_yuan AS fund_amount,
    total_yuan AS total_amount,
    findings,
    crossing,
    first_on,
    last_on
FROM mart_network_group
WHERE
    (first_on IS NULL OR first_on <= $as_of)
    AND ($tie IS NULL OR tie = $tie)
    AND ($group_key IS NULL OR group_key = $group_key)
ORDER BY persons DESC, fund_yuan DESC NULLS LAST, total_yuan DESC NULLS LAST, group_key ASC
LIMIT 500
