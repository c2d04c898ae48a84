/*
title  = "护理员月度汇总"
grain  = "一家护理机构、一名护理员、一个服务月一行；金额单位元"
tables = ["care_visit", "ltc_serv_d"]
note   = """
一次服务是护理员对一名受护人的一次上门或一次护理（care_visit）；mins 是服务分钟数，busiest_mins 是当月最忙一天的分钟数。
overlap_visits 是开始时上一次服务（任何机构、任何受护人）还没有结束的次数；没有结束时间的看不出重叠。
"""
*/
WITH named AS (
    SELECT
        caregiver_code,
        min(caregiver_name) AS caregiver_name
    FROM ltc_serv_d
    WHERE caregiver_code IS NOT NULL
    GROUP BY caregiver_code
),

visited AS (
    SELECT
        coalesce(ltc_medins_code, '未注明') AS fixmedins_code,
        caregiver_code,
        psn_no,
        visit_date,
        mins,
        total_amt,
        fund_amt,
        coalesce(begn_min < max(end_min) OVER (
            PARTITION BY caregiver_code ORDER BY begn_min, end_min, visit_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), FALSE) AS is_overlap
    FROM care_visit
    WHERE caregiver_code IS NOT NULL
),

day AS (
    SELECT
        fixmedins_code,
        caregiver_code,
        visit_date,
        sum(mins) AS mins
    FROM visited
    GROUP BY fixmedins_code, caregiver_code, visit_date
),

busiest AS (
    SELECT
        fixmedins_code,
        caregiver_code,
        strftime(visit_date, '%Y%m') AS ym,
        max(mins) AS busiest_mins
    FROM day
    GROUP BY fixmedins_code, caregiver_code, strftime(visit_date, '%Y%m')
),

summed AS (
    SELECT
        fixmedins_code,
        caregiver_code,
        strftime(visit_date, '%Y%m') AS ym,
        count(*) AS visits,
        count(DISTINCT psn_no) AS persons,
        count(DISTINCT visit_date) AS days,
        count(mins) AS timed_visits,
        sum(mins) AS mins,
        count(*) FILTER (WHERE is_overlap) AS overlap_visits,
        sum(total_amt) AS fee_yuan,
        sum(fund_amt) AS fund_yuan
    FROM visited
    GROUP BY fixmedins_code, caregiver_code, strftime(visit_date, '%Y%m')
)

SELECT
    fixmedins_code,
    caregiver_code,
    ym,
    named.caregiver_name,
    summed.visits,
    summed.persons,
    summed.days,
    summed.timed_visits,
    CAST(summed.mins AS BIGINT) AS mins,
    CAST(busiest.busiest_mins AS BIGINT) AS busiest_mins,
    summed.overlap_visits,
    CAST(summed.fee_yuan AS DECIMAL(18, 2)) AS fee_yuan,
    CAST(summed.fund_yuan AS DECIMAL(18, 2)) AS fund_yuan
FROM summed
INNER JOIN busiest USING (fixmedins_code, caregiver_code, ym)
LEFT JOIN named USING (caregiver_code)
ORDER BY fixmedins_code, caregiver_code, ym
