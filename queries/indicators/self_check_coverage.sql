/*
code      = "Q12"
title     = "自查自纠覆盖率"
formula   = "报过自查发现问题台账（含零报告）的单位 ÷ 应报单位"
parts     = ["个", "个"]
unit      = "%"
direction = "高好"
compare   = "值"
yellow    = 1
domain    = "督导"
basis     = ["方案：通川2025专项整治，自查自纠", "默认：低于 100% 为黄"]
tables    = ["filing_visible", "filing_duty_visible"]
rows      = "ledger/filings_received"
note      = "台账由科室、镇街报送，不按两定机构登记，所以分母是应报单位，不是两定机构总数；机构自己报送的，把它列入应报单位即可。撤回的报送不计，不论是否按时。"
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
)

SELECT
    'all' AS dimension,
    'all' AS member,
    strftime(owed."at", '%Y-%m-%d') AS period,
    CAST(count(filed.unit) AS DOUBLE) AS numerator,
    CAST(count(*) AS DOUBLE) AS denominator,
    numerator / denominator AS value
FROM owed
LEFT JOIN filed ON filed."at" = owed."at" AND filed.unit = owed.unit
GROUP BY owed."at"
UNION ALL
SELECT
    'unit' AS dimension,
    owed.unit AS member,
    strftime(owed."at", '%Y-%m-%d') AS period,
    CAST(count(filed.unit) AS DOUBLE) AS numerator,
    1.0 AS denominator,
    numerator AS value
FROM owed
LEFT JOIN filed ON filed."at" = owed."at" AND filed.unit = owed.unit
GROUP BY owed."at", owed.unit
ORDER BY dimension, member, period
