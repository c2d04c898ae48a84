/*
code     = "R71"
title    = "集采货款回款超期"
question = "集采药品入库后，医疗机构是否超过 30 天才付款，或至今没有付清？"
basis    = [
    "《国务院办公厅关于完善公立医院药品集中采购工作的指导意见》（国办发〔2015〕7号）：从交货验收合格到付款不得超过 30 天",
    "《国务院办公厅关于推动药品集中带量采购工作常态化制度化开展的意见》（国办发〔2021〕2号）：医疗机构承担采购结算主体责任",
]
class    = "警"
stage    = ["事中", "事后"]
subject  = "一条订单明细（订单明细ID）"
tables   = ["tps_ord_detl_d"]
columns  = ["tps_ord_detl_d.stoin_time", "tps_ord_detl_d.pay_time|pay_amt"]
limits   = """
从入库（验收）次日起算，第 30 天付款不算超期；没有付款的算到截至日，按期只付了一部分的，其余算没有付款。
应付金额取发票金额，没有的用入库数量 × 采购单价，都减去退货；全部退货的不算。付了款而没有付款时间的，视为按期。
涉及金额是超期付的和没有付的货款，不是基金支出，基金部分为空。由医保基金直接结算货款的地方，须看回款时间填的是谁的付款。
"""
reviewed = 2025-11-21

[params.limit_days]
default = 30
unit    = "天"
label   = "入库到付款的最长天数"
source  = "法*"
*/
WITH delivery AS (
    SELECT
        o.ord_detl_id,
        o.fixmedins_code,
        o.stoin_date,
        o.due_amt,
        o.pay_amt,
        date_diff('day', o.stoin_date, $as_of) AS age_days,
        -- A payment after the cut-off has not happened yet.
        date_diff('day', o.stoin_date, CASE WHEN o.pay_date <= $as_of THEN o.pay_date END)
            AS pay_days
    FROM order_line AS o
),

owed AS (
    SELECT
        ord_detl_id,
        fixmedins_code,
        stoin_date,
        due_amt AS late_amt,
        pay_days AS late_days
    FROM delivery
    WHERE pay_days > $limit_days
    UNION ALL
    SELECT
        ord_detl_id,
        fixmedins_code,
        stoin_date,
        due_amt - coalesce(pay_amt, 0) AS late_amt,
        age_days AS late_days
    FROM delivery
    WHERE
        age_days > $limit_days
        AND coalesce(pay_days <= $limit_days, TRUE)
        AND coalesce(due_amt > pay_amt, pay_days IS NULL AND pay_amt IS NULL)
)

SELECT
    ord_detl_id AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    fixmedins_code,
    stoin_date AS event_date,
    CAST(late_amt AS DECIMAL(18, 2)) AS total_amount,
    CAST(NULL AS DECIMAL(18, 2)) AS fund_amount,
    CAST(late_days AS DOUBLE) AS measured_value,
    'tps_ord_detl_d:' || ord_detl_id AS evidence
FROM owed
WHERE coalesce(late_amt > 0, TRUE)
