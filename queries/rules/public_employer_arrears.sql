/*
code     = "R81"
title    = "财政供养单位欠缴医保费"
question = "机关、事业等财政供养单位当月应缴的医保费，到月末后的期限是否仍没有缴足？"
basis    = [
    "《中华人民共和国社会保险法》第六十条：用人单位应当自行申报、按时足额缴纳社会保险费",
    "《社会保险费征缴暂行条例》（国务院令第259号）第四条、第十二条",
]
class    = "违"
stage    = ["事后"]
subject  = "一个单位一个费款所属期（单位编号|年月）"
tables   = ["emp_clct_detl_d", "insu_emp_info_b"]
columns  = [
    "emp_clct_detl_d.cashym", "emp_clct_detl_d.emp_no", "emp_clct_detl_d.emp_clct_amt|psn_clct_amt",
    "emp_clct_detl_d.arvl_date|intsury_time|clct_flag|act_clct_amt", "insu_emp_info_b.emp_type",
]
limits   = """
应缴 = 单位缴费金额 + 个人缴费金额，各险种合计；月末后期限内到账的才算实缴，过期才到账的也命中，未到期限的月份不查。
到账看到账日期，没有的看入国库时间，都没有的看缴费标志是否为 1；填了实缴金额的是部分到账。
财政供养单位按单位类型认：类型的写法是各局自己的，须在参数里换成本地的代码（全同）或文字（包含）。
自收自支事业单位、经批准缓缴的会被命中；没有申报、因而没有应缴记录的月份查不到。
"""
reviewed = 2025-11-21

[params.pay_days]
default = 15
unit    = "天"
label   = "所属期月末后应到账的天数"
source  = "默"

[params.public_types]
default = ["机关", "事业", "参公", "人民团体", "财政", "全额拨款"]
unit    = "单位类型的代码，或其中的文字"
label   = "财政供养单位的单位类型"
source  = "默"
*/
WITH public_type AS (SELECT unnest($public_types) AS word),

public_employer AS (
    SELECT e.emp_no
    FROM insu_emp_info_b AS e
    WHERE
        coalesce(e.vali_flag, '1') = '1'
        AND EXISTS (
            SELECT 1 FROM public_type AS p
            WHERE
                e.emp_type = p.word
                -- Of a code, a part is another code.
                OR (e.emp_type LIKE '%' || p.word || '%' AND TRY_CAST(p.word AS BIGINT) IS NULL)
        )
),

charge AS (
    SELECT
        d.emp_clct_detl_id,
        d.emp_no,
        d.cashym,
        last_day(TRY_CAST(left(d.cashym, 4) || '-' || substr(d.cashym, 5, 2) || '-01' AS DATE))
            AS month_end,
        coalesce(d.arvl_date, CAST(d.intsury_time AS DATE)) AS arrived_date,
        coalesce(d.clct_flag = '1', FALSE) AS is_paid,
        d.act_clct_amt,
        coalesce(d.emp_clct_amt, 0) + coalesce(d.psn_clct_amt, 0) AS due_amt
    FROM emp_clct_detl_d AS d
    WHERE
        coalesce(d.vali_flag, '1') = '1'
        -- Spark reads 2025011 as a year of five digits.
        AND length(d.cashym) = 6
        AND d.emp_no IN (SELECT p.emp_no FROM public_employer AS p)
),

-- Only what stands at the deadline counts: what came later was in arrears all the same.
at_deadline AS (
    SELECT
        *,
        due_amt - CASE
            WHEN date_diff('day', month_end, arrived_date) > $pay_days THEN 0
            WHEN arrived_date IS NULL AND NOT is_paid THEN coalesce(act_clct_amt, 0)
            ELSE coalesce(act_clct_amt, due_amt)
        END AS unpaid_amt,
        CASE
            WHEN date_diff('day', month_end, arrived_date) > $pay_days
                THEN date_diff('day', month_end, arrived_date)
            ELSE date_diff('day', month_end, $as_of)
        END AS days
    FROM charge
    WHERE date_diff('day', month_end, $as_of) > $pay_days
),

unpaid AS (
    SELECT
        *,
        sum(unpaid_amt) OVER (PARTITION BY emp_no, cashym) AS arrears,
        row_number() OVER (
            PARTITION BY emp_no, cashym ORDER BY unpaid_amt DESC, emp_clct_detl_id ASC
        ) AS place
    FROM at_deadline
)

SELECT
    emp_no || '|' || cashym AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    CAST(NULL AS VARCHAR) AS fixmedins_code,
    month_end AS event_date,
    CAST(arrears AS DECIMAL(18, 2)) AS total_amount,
    CAST(arrears AS DECIMAL(18, 2)) AS fund_amount,
    CAST(max(days) AS DOUBLE) AS measured_value,
    string_agg(
        CASE WHEN place <= 49 THEN 'emp_clct_detl_d:' || emp_clct_detl_id END, ';' ORDER BY place
    ) || ';insu_emp_info_b:' || emp_no AS evidence
FROM unpaid
WHERE arrears > 0 AND unpaid_amt > 0
GROUP BY emp_no, cashym, month_end, arrears
