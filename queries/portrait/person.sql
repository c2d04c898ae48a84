/*
title    = "参保人概况"
question = "这名参保人有几条疑点，在多少机构结算过，花了多少基金？"
tables   = ["mart_person", "mart_person_lead", "mart_lead", "mart_person_setl"]
note     = "只有有疑点的参保人才有画像；人员编号已遮盖，不显示姓名、证件号码。"

[columns]
psn_no         = "人员编号"
gender         = "性别"
age            = "年龄"
town_name      = "镇街"
items          = "疑点（条）"
own_items      = "其中说的是本人（条）"
setls          = "结算（笔）"
institutions   = "去过的机构（家）"
medfee_yuan    = "总费用（元）"
fund_yuan      = "基金支付（元）"
first_on       = "最早结算"
last_on        = "最近结算"

[params.psn_no]
label = "完整人员编号；空则按代号"

[params.person_key]
label = "人员代号；空则按人员编号"
*/

WITH asked AS (
    SELECT psn_no
    FROM mart_person
    WHERE psn_no = $psn_no OR person_key = $person_key
),

settled AS (
    SELECT
        psn_no,
        count(*) AS setls,
        count(DISTINCT fixmedins_name) AS institutions,
        sum(medfee_amount) AS medfee_yuan,
        sum(fund_amount) AS fund_yuan,
        min(setl_date) AS first_on,
        max(setl_date) AS last_on
    FROM mart_person_setl
    WHERE
        psn_no = (SELECT asked.psn_no FROM asked)
        AND (setl_date IS NULL OR setl_date <= $as_of)
    GROUP BY psn_no
),

found AS (
    SELECT
        m.psn_no,
        count(*) AS items,
        count_if(m.is_subject) AS own_items
    FROM mart_person_lead AS m
    INNER JOIN mart_lead AS l ON l.finding_key = m.finding_key
    WHERE
        m.psn_no = (SELECT asked.psn_no FROM asked)
        AND (l.event_date IS NULL OR l.event_date <= $as_of)
    GROUP BY m.psn_no
)

SELECT
    p.psn_no,
    p.gender,
    date_diff('year', p.brdy, CAST($as_of AS DATE))
    - CAST(strftime(p.brdy, '%m%d') > strftime(CAST($as_of AS DATE), '%m%d') AS INTEGER) AS age,
    p.town_name,
    coalesce(f.items, 0) AS items,
    coalesce(f.own_items, 0) AS own_items,
    coalesce(s.setls, 0) AS setls,
    coalesce(s.institutions, 0) AS institutions,
    s.medfee_yuan,
    s.fund_yuan,
    s.first_on,
    s.last_on
FROM mart_person AS p
LEFT JOIN settled AS s ON s.psn_no = p.psn_no
LEFT JOIN found AS f ON f.psn_no = p.psn_no
WHERE p.psn_no = (SELECT asked.psn_no FROM asked)
