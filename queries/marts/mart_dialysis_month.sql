/*
title  = "血透月度汇总"
grain  = "一家机构、一个月一行；金额单位元"
tables = ["dialysis_session"]
note   = "sessions 是次数（净数量），persons 是当月透析人数，busiest 是当月最忙一天的次数。"
*/
-- The view walks every line of every bill: once, and no more.
WITH of_person AS MATERIALIZED (
    SELECT
        fixmedins_code,
        fee_date,
        strftime(fee_date, '%Y%m') AS ym,
        psn_no,
        sum(cnt) AS sessions,
        sum(det_item_fee_sumamt) AS medfee_yuan,
        sum(fund_amt) AS fund_yuan
    FROM dialysis_session
    WHERE fee_date IS NOT NULL
    GROUP BY fixmedins_code, fee_date, psn_no
),

daily AS (
    SELECT
        fixmedins_code,
        ym,
        sum(sessions) AS sessions
    FROM of_person
    GROUP BY fixmedins_code, ym, fee_date
),

busiest AS (
    SELECT
        fixmedins_code,
        ym,
        max(sessions) AS busiest
    FROM daily
    GROUP BY fixmedins_code, ym
),

monthly AS (
    SELECT
        fixmedins_code,
        ym,
        sum(sessions) AS sessions,
        count(DISTINCT psn_no) AS persons,
        sum(medfee_yuan) AS medfee_yuan,
        CAST(round(sum(fund_yuan), 2) AS DECIMAL(18, 2)) AS fund_yuan
    FROM of_person
    GROUP BY fixmedins_code, ym
)

SELECT
    m.fixmedins_code,
    m.ym,
    CAST(m.sessions AS DECIMAL(18, 2)) AS sessions,
    m.persons,
    CAST(b.busiest AS DECIMAL(18, 2)) AS busiest,
    CAST(m.medfee_yuan AS DECIMAL(18, 2)) AS medfee_yuan,
    m.fund_yuan
FROM monthly AS m
INNER JOIN busiest AS b ON b.fixmedins_code IS NOT DISTINCT FROM m.fixmedins_code AND b.ym = m.ym
ORDER BY m.fixmedins_code, m.ym
