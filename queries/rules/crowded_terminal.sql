/*
code     = "R59"
title    = "同一终端集中刷卡"
question = "药店的一台终端，是否在几分钟之内为多名参保人结算（可能留存凭证、空刷套刷）？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条：执行实名购药管理规定，核验医疗保障凭证",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项：诱导、协助他人冒名或者虚假就医、购药",
    "人数和时间是默认值，各地可改",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一台终端的一阵集中刷卡（终端编号|机构编号|开始时间）"
tables   = ["medins_prod_sel_d", "fee_list_d", "setl_d"]
optional = ["fee_list_d", "setl_d"]
columns  = [
    "medins_prod_sel_d.fixmedins_code", "medins_prod_sel_d.trml_no", "medins_prod_sel_d.psn_no",
    "medins_prod_sel_d.sel_retn_time",
]
limits   = """
任意 10 分钟（含）之内同一终端结算的不同参保人达到 5 人即命中，前后相接的合为一阵；同一人的几笔只算一人。
只看药店（机构编号不以 H 开头）的医保销售；已退货退费的、自费的、没有终端编号的、只有日期没有时刻的不计；跨零点的分开算。
金额是这一阵里全部医保销售的；有记账流水号、找得到费用明细的才有基金部分。
门店高峰、集体发药、乡镇赶集日会误报，须核监控录像；终端编号补录不实的查不到。
"""
reviewed = 2025-11-21
unit     = "月"
back     = [1]

[params.min_persons]
default = 5
unit    = "人"
label   = "不同参保人数（达到即命中）"
source  = "默"

[params.window_minutes]
default = 10
unit    = "分钟"
label   = "时间范围"
source  = "默"
*/
WITH presence AS (
    SELECT
        s.fixmedins_code,
        s.trml_no,
        s.sale_date,
        s.psn_no,
        s.sale_second
    FROM net_sale AS s
    WHERE s.insured AND s.in_store AND s.trml_no IS NOT NULL
),

-- So many sales are not yet so many persons, but fewer cannot be: the few moments left are
-- counted exactly.
reached AS (
    SELECT
        *,
        lag(sale_second, $min_persons - 1) OVER (
            PARTITION BY fixmedins_code, trml_no ORDER BY sale_second
        ) AS reach
    FROM presence
),

moment AS (
    SELECT DISTINCT
        fixmedins_code,
        trml_no,
        sale_date,
        sale_second AS to_second
    FROM reached
    WHERE sale_second - reach <= 60 * $window_minutes
),

crowd AS (
    SELECT
        fixmedins_code,
        trml_no,
        sale_date,
        m.to_second,
        min(p.sale_second) AS from_second,
        count(DISTINCT p.psn_no) AS persons
    FROM moment AS m
    INNER JOIN presence AS p USING (fixmedins_code, trml_no, sale_date)
    WHERE p.sale_second BETWEEN m.to_second - 60 * $window_minutes AND m.to_second
    GROUP BY fixmedins_code, trml_no, sale_date, m.to_second
    HAVING count(DISTINCT p.psn_no) >= $min_persons
),

started AS (
    SELECT
        *,
        CASE
            WHEN from_second > max(to_second) OVER (
                PARTITION BY fixmedins_code, trml_no ORDER BY to_second
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) THEN 1
            ELSE 0
        END AS is_start
    FROM crowd
),

numbered AS (
    SELECT
        *,
        sum(is_start) OVER (PARTITION BY fixmedins_code, trml_no ORDER BY to_second) AS rush
    FROM started
),

rush AS (
    SELECT
        fixmedins_code,
        trml_no,
        sale_date,
        min(from_second) AS from_second,
        max(to_second) AS to_second,
        max(persons) AS persons
    FROM numbered
    GROUP BY fixmedins_code, trml_no, sale_date, rush
),

sale AS (
    SELECT
        fixmedins_code,
        trml_no,
        sale_date,
        r.from_second,
        r.persons,
        s.medins_prod_sel_no,
        s.sale_time,
        s.sale_amt,
        CAST(s.sale_amt AS DOUBLE) * f.fund_share AS fund_amt,
        row_number() OVER (
            PARTITION BY fixmedins_code, trml_no, r.from_second
            ORDER BY s.sale_second, s.medins_prod_sel_no
        ) AS place
    FROM rush AS r
    INNER JOIN net_sale AS s USING (fixmedins_code, trml_no, sale_date)
    LEFT JOIN fund_share AS f ON f.setl_id = s.setl_id AND f.bkkp_sn = s.bkkp_sn
    WHERE s.insured AND s.sale_second BETWEEN r.from_second AND r.to_second
)

SELECT
    trml_no || '|' || fixmedins_code || '|' || strftime(min(sale_time), '%Y-%m-%d %H:%M:%S')
        AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    fixmedins_code,
    sale_date AS event_date,
    CAST(sum(sale_amt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(persons AS DOUBLE) AS measured_value,
    string_agg(
        CASE WHEN place <= 50 THEN 'medins_prod_sel_d:' || medins_prod_sel_no END,
        ';' ORDER BY place
    ) AS evidence
FROM sale
GROUP BY fixmedins_code, trml_no, sale_date, from_second, persons
