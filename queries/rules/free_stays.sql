/*
code     = "R40"
title    = "零自付住院"
question = "医院一年的住院中，个人分文不付的是否占了不合理的比例，疑似免费住院、诱导住院？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项：诱导、协助他人冒名或者虚假就医、购药",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条：不得诱导、协助他人冒名或者虚假就医、购药",
]
class    = "疑"
stage    = ["事后"]
subject  = "一家医院一年的住院（机构编号|年）"
tables   = ["mdtrt_d", "setl_d", "fixmedins_b", "maf_psn_idet_d", "psn_info_b"]
optional = ["fixmedins_b", "maf_psn_idet_d", "psn_info_b"]
columns  = [
    "mdtrt_d.fixmedins_code", "mdtrt_d.med_type|ipt_days", "setl_d.mdtrt_id", "setl_d.cash_payamt",
    "setl_d.setl_time|enddate",
]
limits   = """
零自付 = 一次住院各次结算的现金、个人账户、账户共济支付合计都为零；现金支付为空的不知道，不计。按结算年度计住院人次。
不计入的人次：离休、老红军、一至六级残疾军人、建国前老工人（按险种、人员类别），入院日有特困身份的，生育住院。
全年不足 10 人次的机构不查。涉及金额是零自付住院的全部费用。
医院减免、商业保险直付、本地全额救助的其他对象会误报；先收后退的现金查不到。
"""
reviewed = 2025-11-21

[params.free_share]
default = 0.3
unit    = "比例"
label   = "零自付住院占住院人次的比例（达到才命中）"
source  = "默"

[params.min_stays]
default = 10
unit    = "人次"
label   = "机构一年最少住院人次"
source  = "默"

[params.covered_insutypes]
default = ["340", "350", "360", "39904"]
unit    = "险种类型"
label   = "全额保障的险种"
source  = "默"

[params.covered_psn_types]
default = ["13", "34"]
unit    = "人员类别开头"
label   = "全额保障的人员类别"
source  = "默"

[params.covered_identities]
default = ["01"]
unit    = "人员身份类别"
label   = "全额保障的救助身份"
source  = "默"
*/
WITH covered_psn_type AS (SELECT unnest($covered_psn_types) AS beginning),

-- A stay for which all pay nothing has a settlement at which nothing was paid: hardly any have.
unpaid AS (
    SELECT s.mdtrt_id
    FROM net_setl AS s
    WHERE s.cash_payamt <= 0
),

doubtful AS (
    SELECT
        s.fixmedins_code,
        year(s.setl_date) AS setl_year
    FROM stay AS s
    WHERE s.mdtrt_id IN (SELECT u.mdtrt_id FROM unpaid AS u)
    GROUP BY s.fixmedins_code, year(s.setl_date)
    HAVING count(*) >= round($free_share * $min_stays, 6)
),

looked_at AS (
    SELECT
        s.mdtrt_id,
        s.psn_no,
        s.fixmedins_code,
        s.adm_date,
        s.setl_date,
        d.setl_year,
        s.medfee_sumamt,
        s.fund_pay_sumamt
    FROM doubtful AS d
    INNER JOIN stay AS s
        ON s.fixmedins_code = d.fixmedins_code AND year(s.setl_date) = d.setl_year
),

covered_stay AS (
    SELECT s.mdtrt_id
    FROM looked_at AS s
    INNER JOIN aid_person AS a
        ON
            a.psn_no = s.psn_no
            AND coalesce(a.begn_date <= s.adm_date, TRUE)
            AND coalesce(a.end_date >= s.adm_date, TRUE)
    WHERE list_contains($covered_identities, a.psn_idet_type)
),

own_payment AS (
    SELECT
        s.mdtrt_id,
        sum(s.cash_payamt) AS cash,
        sum(coalesce(s.acct_pay, 0) + coalesce(s.acct_mulaid_pay, 0)) AS account
    FROM looked_at AS t
    INNER JOIN net_setl AS s ON s.mdtrt_id = t.mdtrt_id
    WHERE
        coalesce(s.med_type NOT LIKE '52%' AND s.med_type NOT LIKE '55%', TRUE)
        AND coalesce(NOT list_contains($covered_insutypes, s.insutype), TRUE)
        AND NOT EXISTS (
            SELECT 1 FROM covered_psn_type AS c WHERE s.psn_type LIKE c.beginning || '%'
        )
    GROUP BY s.mdtrt_id
),

paid_stay AS (
    SELECT
        s.mdtrt_id,
        s.fixmedins_code,
        s.setl_date,
        s.setl_year,
        s.medfee_sumamt,
        s.fund_pay_sumamt,
        p.cash = 0 AND p.account = 0 AS free
    FROM looked_at AS s
    INNER JOIN own_payment AS p ON p.mdtrt_id = s.mdtrt_id
    LEFT JOIN covered_stay AS c ON c.mdtrt_id = s.mdtrt_id
    WHERE p.cash IS NOT NULL AND c.mdtrt_id IS NULL
),

generous AS (
    SELECT
        fixmedins_code,
        setl_year,
        CAST(count(*) FILTER (WHERE free) AS DOUBLE) / nullif(count(*), 0) AS free_share
    FROM paid_stay
    GROUP BY fixmedins_code, setl_year
    HAVING count(*) >= $min_stays AND count(*) FILTER (WHERE free) >= round($free_share * count(*), 6)
),

free_stay AS (
    SELECT
        p.*,
        g.free_share,
        row_number() OVER (
            PARTITION BY p.fixmedins_code, p.setl_year ORDER BY p.setl_date DESC, p.mdtrt_id ASC
        ) AS place
    FROM generous AS g
    INNER JOIN paid_stay AS p
        ON p.fixmedins_code = g.fixmedins_code AND p.setl_year = g.setl_year
    WHERE p.free
)

SELECT
    fixmedins_code || '|' || CAST(setl_year AS VARCHAR) AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    fixmedins_code,
    max(setl_date) AS event_date,
    CAST(sum(medfee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(sum(fund_pay_sumamt) AS DECIMAL(18, 2)) AS fund_amount,
    round(free_share, 4) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'mdtrt_d:' || mdtrt_id END, ';' ORDER BY place)
        AS evidence
FROM free_stay
GROUP BY fixmedins_code, setl_year, free_share
