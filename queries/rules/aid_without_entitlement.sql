/*
code     = "R85"
title    = "不应享已享医疗救助"
question = "救助支付对应的就诊当日，参保人是否没有有效的救助身份或已经死亡？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第二条、第四十一条",
    "《社会救助暂行办法》（国务院令第649号）第二十八条",
]
class    = "违"
stage    = ["事中", "事后"]
subject  = "一笔救助支付（救助支付ID）"
tables   = ["maf_pay_d", "maf_psn_idet_d", "setl_d", "psn_info_b", "death"]
optional = ["setl_d", "psn_info_b", "death"]
columns  = ["maf_pay_d.psn_no", "maf_pay_d.maf_pay", "maf_psn_idet_d.psn_no|certno"]
limits   = """
看服务日期（所属结算的开始日期）当日的身份，不看支付日期；身份到期当日有效，取消当日无效；死亡当日有效。
找不到结算的手工支付用受理日期代替，身份在就诊后、受理前到期的会误报。
依申请救助可以追溯认定前的费用：当地允许追溯的，把追溯天数改为当地规定。
"""
reviewed = 2025-11-21

[params.back_days]
default = 0
unit    = "天"
label   = "身份认定前可追溯救助的天数"
source  = "默"
*/
WITH entitled AS (
    SELECT p.maf_pay_id
    FROM net_maf_pay AS p
    INNER JOIN aid_person AS i ON i.psn_no = p.psn_no
    WHERE
        coalesce(date_diff('day', p.serv_date, i.begn_date) <= $back_days, TRUE)
        AND coalesce(i.end_date >= p.serv_date, TRUE)
),

dead AS (
    SELECT p.maf_pay_id
    FROM net_maf_pay AS p
    INNER JOIN deceased AS d ON d.psn_no = p.psn_no AND d.die_date < p.serv_date
),

doubtful AS (
    SELECT p.*
    FROM net_maf_pay AS p
    WHERE
        p.maf_pay_id NOT IN (SELECT e.maf_pay_id FROM entitled AS e)
        OR p.maf_pay_id IN (SELECT d.maf_pay_id FROM dead AS d)
),

judged AS (
    SELECT
        p.maf_pay_id,
        p.psn_no,
        p.fixmedins_code,
        p.serv_date,
        p.maf_pay,
        i.idet_rcd_id,
        date_diff('day', d.die_date, p.serv_date) AS days_dead,
        CASE
            WHEN i.begn_date > p.serv_date THEN date_diff('day', p.serv_date, i.begn_date)
            WHEN i.end_date < p.serv_date THEN date_diff('day', i.end_date, p.serv_date)
        END AS days_outside,
        i.idet_rcd_id IS NOT NULL
        AND coalesce(date_diff('day', p.serv_date, i.begn_date) <= $back_days, TRUE)
        AND coalesce(i.end_date >= p.serv_date, TRUE) AS covered,
        row_number() OVER (PARTITION BY p.maf_pay_id ORDER BY i.idet_rcd_id) AS place
    FROM doubtful AS p
    LEFT JOIN aid_person AS i ON i.psn_no = p.psn_no
    LEFT JOIN deceased AS d ON d.psn_no = p.psn_no
    WHERE p.psn_no IS NOT NULL AND p.serv_date IS NOT NULL
)

SELECT
    maf_pay_id AS subject_id,
    psn_no,
    fixmedins_code,
    serv_date AS event_date,
    CAST(maf_pay AS DECIMAL(18, 2)) AS total_amount,
    CAST(maf_pay AS DECIMAL(18, 2)) AS fund_amount,
    -- Days after death, else days outside the nearest identity; none when there never was one.
    CAST(
        CASE WHEN max(days_dead) > 0 THEN max(days_dead) ELSE min(days_outside) END AS DOUBLE
    ) AS measured_value,
    'maf_pay_d:' || maf_pay_id || coalesce(
        ';' || string_agg(
            CASE WHEN place <= 49 THEN 'maf_psn_idet_d:' || idet_rcd_id END, ';' ORDER BY place
        ),
        ''
    ) AS evidence
FROM judged
GROUP BY maf_pay_id, psn_no, fixmedins_code, serv_date, maf_pay
HAVING max(CASE WHEN covered THEN 1 ELSE 0 END) = 0 OR max(days_dead) > 0
