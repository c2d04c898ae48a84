/*
code     = "R59b"
title    = "同一批人多日相伴刷卡"
question = "药店的一台终端，是否有同一批参保人在几个不同的日子里先后几分钟结算（可能留存凭证）？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条：执行实名购药管理规定，核验医疗保障凭证",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项、第四十一条第一项：冒名购药，将医疗保障凭证交由他人冒名使用",
    "日数、人数和时间是默认值，各地可改",
]
class    = "疑"
stage    = ["事后"]
subject  = "一台终端的一批人（终端编号|机构编号|其中最小的人员编号）"
tables   = ["medins_prod_sel_d", "fee_list_d", "setl_d"]
optional = ["fee_list_d", "setl_d"]
columns  = [
    "medins_prod_sel_d.fixmedins_code", "medins_prod_sel_d.trml_no", "medins_prod_sel_d.psn_no",
    "medins_prod_sel_d.sel_retn_time",
]
limits   = """
两人在同一终端相隔 10 分钟（含）以内结算的日子达到 3 天，算相伴；相伴的人连成一批，达到 3 人即命中（夫妻二人不算）。
看截至日前 365 天；只看药店（机构编号不以 H 开头）的医保销售，已退货退费的、没有终端编号的、只有日期没有时刻的不计，跨零点的分开算。
连成一批只追两层关系，很长的链会分成几批。金额是这批人相伴那几天在该终端的医保销售；找得到费用明细的才有基金部分。
一家人同去买药、养老院集中配药会误报，须核登记和监控录像。
"""
reviewed = 2025-11-21
unit     = "截至日"
back     = ["window_days"]

[params.min_dates]
default = 3
unit    = "天"
label   = "两人相伴的不同日子（达到即算相伴）"
source  = "默"

[params.min_persons]
default = 3
unit    = "人"
label   = "一批的人数（达到即命中）"
source  = "默"

[params.window_minutes]
default = 10
unit    = "分钟"
label   = "两人结算相隔的时间"
source  = "默"

[params.window_days]
default = 365
unit    = "天"
label   = "看截至日前的天数"
source  = "默"
*/
WITH presence AS (
    SELECT DISTINCT
        s.fixmedins_code,
        s.trml_no,
        s.sale_date,
        s.psn_no,
        s.sale_second
    FROM net_sale AS s
    WHERE
        s.insured
        AND s.in_store
        AND s.trml_no IS NOT NULL
        AND date_diff('day', s.sale_date, $as_of) BETWEEN 0 AND $window_days - 1
),

-- Most come once or twice: only the regulars are compared with each other.
regular AS (
    SELECT
        fixmedins_code,
        trml_no,
        psn_no
    FROM presence
    GROUP BY fixmedins_code, trml_no, psn_no
    HAVING count(DISTINCT sale_date) >= $min_dates
),

-- In slots as wide as the window, who met is in the same slot or the one next to it.
slotted AS (
    SELECT
        fixmedins_code,
        trml_no,
        sale_date,
        psn_no,
        p.sale_second,
        p.sale_second // (60 * $window_minutes) AS slot
    FROM presence AS p
    INNER JOIN regular AS r USING (fixmedins_code, trml_no, psn_no)
),

neighbour AS (SELECT unnest([-1, 0, 1]) AS step),

reaching AS (
    SELECT
        s.fixmedins_code,
        s.trml_no,
        s.sale_date,
        s.psn_no AS other_no,
        s.sale_second,
        s.slot + n.step AS slot
    FROM slotted AS s
    CROSS JOIN neighbour AS n
),

-- Both ways round: each of two has met the other.
met AS (
    SELECT DISTINCT
        fixmedins_code,
        trml_no,
        sale_date,
        a.psn_no,
        b.other_no
    FROM slotted AS a
    INNER JOIN reaching AS b USING (fixmedins_code, trml_no, sale_date, slot)
    WHERE a.psn_no <> b.other_no AND abs(a.sale_second - b.sale_second) <= 60 * $window_minutes
),

companion AS (
    SELECT
        fixmedins_code,
        trml_no,
        psn_no,
        other_no,
        count(*) AS dates
    FROM met
    GROUP BY fixmedins_code, trml_no, psn_no, other_no
    HAVING count(*) >= $min_dates
),

-- Each takes the least number among its companions and theirs for the name of the company.
nearest AS (
    SELECT
        fixmedins_code,
        trml_no,
        psn_no AS other_no,
        least(psn_no, min(other_no)) AS label
    FROM companion
    GROUP BY fixmedins_code, trml_no, psn_no
),

labelled AS (
    SELECT
        fixmedins_code,
        trml_no,
        c.psn_no,
        other_no,
        c.dates,
        min(n.label) OVER (PARTITION BY fixmedins_code, trml_no, c.psn_no) AS label
    FROM companion AS c
    INNER JOIN nearest AS n USING (fixmedins_code, trml_no, other_no)
),

company AS (
    SELECT
        fixmedins_code,
        trml_no,
        label,
        max(dates) AS dates
    FROM labelled
    GROUP BY fixmedins_code, trml_no, label
    HAVING count(DISTINCT psn_no) >= $min_persons
),

day_together AS (
    SELECT DISTINCT
        fixmedins_code,
        trml_no,
        psn_no,
        m.sale_date,
        label,
        c.dates
    FROM company AS c
    INNER JOIN labelled AS l USING (fixmedins_code, trml_no, label)
    INNER JOIN met AS m USING (fixmedins_code, trml_no, psn_no, other_no)
),

sale AS (
    SELECT
        fixmedins_code,
        trml_no,
        sale_date,
        d.label,
        d.dates,
        s.medins_prod_sel_no,
        s.sale_amt,
        CAST(s.sale_amt AS DOUBLE) * f.fund_share AS fund_amt,
        row_number() OVER (
            PARTITION BY fixmedins_code, trml_no, d.label
            ORDER BY s.sale_second, s.medins_prod_sel_no
        ) AS place
    FROM day_together AS d
    INNER JOIN net_sale AS s USING (fixmedins_code, trml_no, sale_date, psn_no)
    LEFT JOIN fund_share AS f ON f.setl_id = s.setl_id AND f.bkkp_sn = s.bkkp_sn
    WHERE s.insured
)

SELECT
    trml_no || '|' || fixmedins_code || '|' || label AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    fixmedins_code,
    max(sale_date) AS event_date,
    CAST(sum(sale_amt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(dates AS DOUBLE) AS measured_value,
    string_agg(
        CASE WHEN place <= 50 THEN 'medins_prod_sel_d:' || medins_prod_sel_no END,
        ';' ORDER BY place
    ) AS evidence
FROM sale
GROUP BY fixmedins_code, trml_no, label, dates
