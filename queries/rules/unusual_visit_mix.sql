/*
code     = "R46"
title    = "异地、夜间、周末结构异常"
question = "机构的异地参保人、夜间、周末结算所占的比例，是否在同级机构中异常地高？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第二十二条、第二十七条：加强监督检查，实施大数据实时动态智能监控",
    "口径为默认参数，须按本地数据校准",
]
class    = "警"
stage    = ["事后"]
subject  = "一家机构的一种结构（机构编号|异地、夜间或周末）"
tables   = ["setl_d", "fixmedins_b", "medins_info_b", "rtal_phac_b"]
optional = ["medins_info_b", "rtal_phac_b"]
columns  = [
    "setl_d.fixmedins_code", "setl_d.setl_time|enddate", "fixmedins_b.fixmedins_code",
]
limits   = """
截至日前 365 天的结算，按类型加等级比同级；该种结算至少 30 次、占比达到同级第 95 百分位且不低于同级中位数 2 倍的命中；同级不足 5 家的不比。
异地 = 参保地与机构所在地医保区划前四位不同，或支付地点为省内、省外异地，登记为异地的机构不比；夜间 = 22 点至次日 6 点，零点整视为没有时刻；
周末 = 法定休息日（调休上班日不算）。中心手工报销不计。涉及金额是该种结算的全部费用，证据从最近起每日一例。
这是管理提示，不是违规：24 小时药店、急诊为主的医院、地处交界或景区的机构本来就高。
"""
reviewed = 2025-11-21
unit     = "截至日"
back     = ["period_days"]

[params.period_days]
default = 365
unit    = "天"
label   = "截至日前统计的天数"
source  = "默"

[params.peer_share]
default = 0.95
unit    = "比例"
label   = "同级机构的百分位"
source  = "默"

[params.median_times]
default = 2
unit    = "倍"
label   = "至少是同级中位数的倍数"
source  = "默"

[params.min_settlements]
default = 30
unit    = "次"
label   = "该种结算的最少次数"
source  = "默"

[params.min_peers]
default = 5
unit    = "家"
label   = "同级机构最少家数"
source  = "默"

[params.night_from]
default = 22
unit    = "点"
label   = "夜间开始"
source  = "默"

[params.night_to]
default = 6
unit    = "点"
label   = "夜间结束（不含）"
source  = "默"

[params.region_digits]
default = 4
unit    = "位"
label   = "判断异地比较的医保区划位数"
source  = "默"
*/
-- A year of settlements is summed by day at once: what follows is small.
WITH daily AS (
    SELECT
        s.fixmedins_code,
        i.peer_group,
        s.setl_date,
        s.pay_loc IN ('3', '4')
        OR left(s.insu_admdvs, $region_digits) <> left(s.fix_blng_admdvs, $region_digits)
            AS elsewhere,
        -- Midnight sharp is a date without a time of day.
        CASE
            WHEN hour(s.setl_time) * 60 + minute(s.setl_time) > 0
                THEN hour(s.setl_time) >= $night_from OR hour(s.setl_time) < $night_to
        END AS at_night,
        NOT c.is_workday AS on_day_off,
        count(*) AS settlements,
        sum(s.medfee_sumamt) AS medfee_sumamt,
        sum(s.fund_pay_sumamt) AS fund_pay_sumamt,
        min(s.setl_id) AS setl_id
    FROM net_setl AS s
    INNER JOIN institution AS i ON i.fixmedins_code = s.fixmedins_code
    INNER JOIN cal_day AS c ON c.day = s.setl_date
    WHERE
        coalesce(s.pay_loc, '') <> '1'
        AND date_diff('day', s.setl_date, $as_of) BETWEEN 0 AND $period_days - 1
    GROUP BY ALL
),

by_kind AS (
    SELECT d.*, '异地' AS kind, d.elsewhere AS of_kind
    FROM daily AS d
    -- Hospitals elsewhere treat our own people: all of them are from elsewhere there.
    WHERE
        NOT EXISTS (
            SELECT 1 FROM fixmedins_b AS f
            WHERE f.fixmedins_code = d.fixmedins_code AND f.out_fixmedins_type IN ('1', '3', '4')
        )
    UNION ALL
    SELECT *, '夜间' AS kind, at_night AS of_kind FROM daily WHERE at_night IS NOT NULL
    UNION ALL
    SELECT *, '周末' AS kind, on_day_off AS of_kind FROM daily
),

mix AS (
    SELECT
        fixmedins_code,
        peer_group,
        kind,
        sum(settlements) FILTER (WHERE of_kind) AS cases,
        CAST(coalesce(sum(settlements) FILTER (WHERE of_kind), 0) AS DOUBLE)
        / nullif(CAST(sum(settlements) AS DOUBLE), 0) AS share
    FROM by_kind
    GROUP BY fixmedins_code, peer_group, kind
),

high AS (
    SELECT *
    FROM mix
    QUALIFY
        cases >= $min_settlements
        AND cume_dist() OVER (PARTITION BY peer_group, kind ORDER BY share) >= $peer_share
        AND count(*) OVER (PARTITION BY peer_group, kind) >= $min_peers
        -- Where most are as high, nobody is: half of the peers at least must be lower.
        AND 2 * (rank() OVER (PARTITION BY peer_group, kind ORDER BY share) - 1)
        >= count(*) OVER (PARTITION BY peer_group, kind)
),

-- Somebody always is the highest: half of the peers must be lower by far.
outstanding AS (
    SELECT
        h.fixmedins_code,
        h.kind,
        h.share
    FROM high AS h
    INNER JOIN mix AS p ON p.peer_group = h.peer_group AND p.kind = h.kind
    GROUP BY h.fixmedins_code, h.kind, h.share
    HAVING
        2 * count(*) FILTER (WHERE round($median_times * p.share, 6) <= round(h.share, 6))
        >= count(*)
),

proof AS (
    SELECT
        h.share,
        b.*,
        row_number() OVER (
            PARTITION BY b.fixmedins_code, b.kind ORDER BY b.setl_date DESC, b.setl_id ASC
        ) AS place
    FROM outstanding AS h
    INNER JOIN by_kind AS b ON b.fixmedins_code = h.fixmedins_code AND b.kind = h.kind
    WHERE b.of_kind
)

SELECT
    fixmedins_code || '|' || kind AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    fixmedins_code,
    max(setl_date) AS event_date,
    CAST(sum(medfee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(sum(fund_pay_sumamt) AS DECIMAL(18, 2)) AS fund_amount,
    round(share, 4) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'setl_d:' || setl_id END, ';' ORDER BY place)
        AS evidence
FROM proof
GROUP BY fixmedins_code, kind, share
