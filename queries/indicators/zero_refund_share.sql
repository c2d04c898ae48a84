/*
code      = "Q12c"
title     = "自查零退费占比"
formula   = "报过自查台账而没有退回一分钱的单位 ÷ 报过自查台账的应报单位"
parts     = ["个", "个"]
unit      = "%"
direction = "低好"
compare   = "值"
yellow    = 0.3
domain    = "督导"
basis     = ["方案：通川2025专项整治，自查自纠", "默认：超过 30% 为黄"]
tables    = ["entry_by_member", "filing_visible", "filing_duty_visible"]
rows      = "ledger/self_check_refunds"
note      = "按牵头责任单位的追回金额，没有填的按没有退回；谁也没有填过金额的不适用。单位是报送单位，不是两定机构。"
*/

WITH back AS (
    SELECT CAST($as_of AS DATE) - CAST(7 * unnest(range(13)) AS INTEGER) AS "at"
),

owed AS (
    SELECT DISTINCT
        back."at",
        duty.unit
    FROM back
    INNER JOIN filing_duty_visible AS duty
        ON duty.since <= back."at" AND coalesce(duty.until >= back."at", TRUE)
    WHERE duty.kind = 'self_check'
),

filed AS (
    SELECT DISTINCT
        back."at",
        filing.unit
    FROM back
    INNER JOIN filing_visible AS filing
        ON
            filing.filed_at < back."at" + 1
            AND coalesce(filing.withdrawn_at >= back."at" + 1, TRUE)
    WHERE filing.kind = 'self_check'
),

refunded AS (
    SELECT
        "at",
        member AS unit,
        sum(amount_recovered_yuan) AS refund_yuan
    FROM entry_by_member($as_of, 13)
    WHERE kind = 'self_check' AND dimension = 'unit'
    GROUP BY "at", member
)

SELECT
    'all' AS dimension,
    'all' AS member,
    strftime(owed."at", '%Y-%m-%d') AS period,
    CAST(count(*) FILTER (WHERE coalesce(refunded.refund_yuan, 0) <= 0) AS DOUBLE) AS numerator,
    CAST(count(*) AS DOUBLE) AS denominator,
    numerator / denominator AS value
FROM owed
INNER JOIN filed ON filed."at" = owed."at" AND filed.unit = owed.unit
LEFT JOIN refunded ON refunded."at" = owed."at" AND refunded.unit = owed.unit
-- Where nobody noted an amount, who refunded nothing is not known.
WHERE EXISTS (SELECT 1 FROM refunded AS r WHERE r.refund_yuan IS NOT NULL)
GROUP BY owed."at"
ORDER BY dimension, member, period
