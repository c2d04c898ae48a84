/*
title    = "各机构的集采执行（协议期内的批次；采购、回款近 12 个月）"
question = "哪家机构采购落后于序时进度，哪家高价非中选多、回款慢？"
tables   = ["mart_contract", "mart_procurement_month", "mart_institution", "mart_lead"]
note     = """
约定量、完成率、序时进度只计截至日期在协议期内的批次，数量相加，计量单位不一的不折算；序时进度按报表，没有的按协议起止日算到截至日。
平台采购率（公立医院）、回款及时率、高价非中选占比是截至日期前已过完的 12 个月，口径见指标 F29、F29b、F28。
疑点是规则 R67–R71、R18 在列的条数，到截至日期。落后多的在前；点一行看机构画像。"""

[columns]
fixmedins_code = "机构编号"
fixmedins_name = "机构"
batches        = "批次（个）"
cont_cnt       = "约定量"
purc_cnt       = "采购量"
done_rate      = "完成率"
due_rate       = "序时进度"
platform_rate  = "平台采购率"
timely_rate    = "回款及时率"
late_yuan      = "未按期付（元）"
dear_rate      = "高价非中选占比"
leads          = "疑点（条）"
*/

WITH contract AS (
    SELECT
        fixmedins_code,
        count(DISTINCT bch_name) AS batches,
        CAST(sum(cont_cnt) AS DOUBLE) AS cont_cnt,
        CAST(sum(purc_cnt) AS DOUBLE) AS purc_cnt,
        sum(CAST(cont_cnt AS DOUBLE) * coalesce(
            CAST(sched_prog AS DOUBLE),
            (date_diff('day', bch_begndate, $as_of) + 1)
            / CAST(date_diff('day', bch_begndate, bch_enddate) + 1 AS DOUBLE)
        )) AS due_cnt
    FROM mart_contract
    WHERE
        $as_of BETWEEN bch_begndate AND bch_enddate
        AND coalesce(ord_date <= $as_of, TRUE)
    GROUP BY fixmedins_code
),

counted AS (
    SELECT
        fixmedins_code,
        sum(numerator) FILTER (WHERE measure = 'platform_purchase') AS platform_yuan,
        sum(denominator) FILTER (WHERE measure = 'platform_purchase') AS bought_yuan,
        sum(numerator) FILTER (WHERE measure = 'timely_payment') AS timely_yuan,
        sum(denominator) FILTER (WHERE measure = 'timely_payment') AS due_yuan,
        sum(numerator) FILTER (WHERE measure = 'dear_purchase') AS dear_cnt,
        sum(denominator) FILTER (WHERE measure = 'dear_purchase') AS compared_cnt
    FROM mart_procurement_month
    WHERE
        ym < strftime(CAST($as_of AS DATE) + 1, '%Y%m')
        AND ym >= strftime(CAST($as_of AS DATE) + 1 - INTERVAL 12 MONTH, '%Y%m')
        AND fixmedins_code IS NOT NULL
    GROUP BY fixmedins_code
),

led AS (
    SELECT
        fixmedins_code,
        count(*) AS leads
    FROM mart_lead
    WHERE
        code IN ('R67', 'R68', 'R69', 'R70', 'R71', 'R18')
        AND (event_date IS NULL OR event_date <= $as_of)
        AND fixmedins_code IS NOT NULL
    GROUP BY fixmedins_code
)

SELECT
    fixmedins_code,
    coalesce(i.fixmedins_name, fixmedins_code) AS fixmedins_name,
    c.batches,
    c.cont_cnt,
    c.purc_cnt,
    c.purc_cnt / nullif(c.cont_cnt, 0) AS done_rate,
    c.due_cnt / nullif(c.cont_cnt, 0) AS due_rate,
    CAST(least(m.platform_yuan, m.bought_yuan) AS DOUBLE)
    / nullif(CAST(m.bought_yuan AS DOUBLE), 0) AS platform_rate,
    CAST(m.timely_yuan AS DOUBLE) / nullif(CAST(m.due_yuan AS DOUBLE), 0) AS timely_rate,
    CAST(m.due_yuan - m.timely_yuan AS DECIMAL(18, 2)) AS late_yuan,
    CAST(m.dear_cnt AS DOUBLE) / nullif(CAST(m.compared_cnt AS DOUBLE), 0) AS dear_rate,
    coalesce(l.leads, 0) AS leads
FROM contract AS c
FULL JOIN counted AS m USING (fixmedins_code)
FULL JOIN led AS l USING (fixmedins_code)
LEFT JOIN mart_institution AS i USING (fixmedins_code)
ORDER BY
    (c.purc_cnt - c.due_cnt) / nullif(c.cont_cnt, 0) ASC NULLS LAST, leads DESC, fixmedins_name ASC
