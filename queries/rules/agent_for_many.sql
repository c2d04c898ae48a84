/*
code     = "R62"
title    = "一人为多人代配药"
question = "是否有人一个月内为多名参保人代购药，或者代购人就是药店的工作人员？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十七条：委托他人代为购药，应当提供委托人和受托人的身份证明",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项、第四十一条第一项：冒名购药，将医疗保障凭证交由他人冒名使用",
    "人数和天数是默认值，各地可改",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一名代购人一个月（代办人证件号码|月份）"
tables   = ["medins_prod_sel_d", "psn_info_b", "fee_list_d", "setl_d"]
optional = ["psn_info_b", "fee_list_d", "setl_d"]
columns  = [
    "medins_prod_sel_d.fixmedins_code", "medins_prod_sel_d.agnter_certno",
    "medins_prod_sel_d.psn_no", "medins_prod_sel_d.sel_retn_time",
]
limits   = """
任意 30 天（首尾都算）之内为不同参保人代购达到 5 人，命中；代购人姓名与同店当月的药师或销售经办人相同的，一人也命中。
一名代购人一个月取最突出的一次，计这 30 天内他代购的全部药店医保销售；已退货退费的、自己给自己买的不计。
只有姓名没有证件号码的代购查不到；药店人员只按姓名比对，同名同姓会误报。找得到费用明细的才有基金部分。
养老院、村医为孤寡老人代购属正常，须核委托手续。对象编号就是代办人证件号码，属个人敏感信息，不得外传。
"""
reviewed = 2025-11-21
unit     = "月"
back     = ["window_days", 31]

[params.min_persons]
default = 5
unit    = "人"
label   = "为不同参保人代购的人数（达到即命中）"
source  = "默"

[params.window_days]
default = 30
unit    = "天"
label   = "时间范围"
source  = "默"
*/
WITH staff AS (
    SELECT
        s.fixmedins_code,
        s.phar_name AS name,
        date_trunc('month', s.sale_date) AS sale_month
    FROM net_sale AS s
    UNION
    SELECT
        s.fixmedins_code,
        s.sel_retn_opter_name AS name,
        date_trunc('month', s.sale_date) AS sale_month
    FROM net_sale AS s
),

deal AS (
    SELECT
        s.agnter_certno,
        s.psn_no,
        s.fixmedins_code,
        s.sale_date,
        s.sale_time,
        s.medins_prod_sel_no,
        s.setl_id,
        s.bkkp_sn,
        s.sale_amt,
        CASE WHEN t.name IS NULL THEN 0 ELSE 1 END AS by_staff
    FROM net_sale AS s
    LEFT JOIN person AS p ON p.psn_no = s.psn_no
    LEFT JOIN staff AS t
        ON
            t.fixmedins_code = s.fixmedins_code
            AND t.name = s.agnter_name
            AND t.sale_month = date_trunc('month', s.sale_date)
    WHERE
        s.insured
        AND s.in_store
        AND s.psn_no IS NOT NULL
        AND s.agnter_certno <> coalesce(s.certno, p.certno, '')
),

agent_day AS (
    SELECT
        agnter_certno,
        psn_no,
        sale_date,
        max(by_staff) AS by_staff
    FROM deal
    GROUP BY agnter_certno, psn_no, sale_date
),

busy AS (
    SELECT agnter_certno
    FROM agent_day
    GROUP BY agnter_certno
    HAVING count(DISTINCT psn_no) >= $min_persons OR max(by_staff) = 1
),

span AS (
    SELECT
        e.agnter_certno,
        e.sale_date AS last_date,
        count(DISTINCT d.psn_no) AS persons
    FROM (SELECT DISTINCT agnter_certno, sale_date FROM agent_day) AS e
    INNER JOIN busy AS b ON b.agnter_certno = e.agnter_certno
    INNER JOIN agent_day AS d
        ON
            d.agnter_certno = e.agnter_certno
            AND date_diff('day', d.sale_date, e.sale_date) BETWEEN 0 AND $window_days - 1
    GROUP BY e.agnter_certno, e.sale_date
    HAVING count(DISTINCT d.psn_no) >= $min_persons OR max(d.by_staff) = 1
),

flagged AS (
    SELECT *
    FROM span
    QUALIFY row_number() OVER (
        PARTITION BY agnter_certno, strftime(last_date, '%Y-%m')
        ORDER BY persons DESC, last_date ASC
    ) = 1
),

sale AS (
    SELECT
        g.*,
        d.psn_no,
        d.fixmedins_code,
        d.medins_prod_sel_no,
        d.sale_amt,
        CAST(d.sale_amt AS DOUBLE) * f.fund_share AS fund_amt,
        row_number() OVER (
            PARTITION BY g.agnter_certno, g.last_date ORDER BY d.sale_time, d.medins_prod_sel_no
        ) AS place
    FROM flagged AS g
    INNER JOIN deal AS d
        ON
            d.agnter_certno = g.agnter_certno
            AND date_diff('day', d.sale_date, g.last_date) BETWEEN 0 AND $window_days - 1
    LEFT JOIN fund_share AS f ON f.setl_id = d.setl_id AND f.bkkp_sn = d.bkkp_sn
)

SELECT
    agnter_certno || '|' || strftime(last_date, '%Y-%m') AS subject_id,
    CASE WHEN persons = 1 THEN min(psn_no) END AS psn_no,
    CASE WHEN count(DISTINCT fixmedins_code) = 1 THEN min(fixmedins_code) END AS fixmedins_code,
    last_date AS event_date,
    CAST(sum(sale_amt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(persons AS DOUBLE) AS measured_value,
    string_agg(
        CASE WHEN place <= 50 THEN 'medins_prod_sel_d:' || medins_prod_sel_no END,
        ';' ORDER BY place
    ) AS evidence
FROM sale
GROUP BY agnter_certno, last_date, persons
