/*
code     = "R54"
title    = "透析节律断裂后集中补记"
question = "参保人中断透析 7 天以上（没有住院、转院、死亡），恢复后一周内的次数是否异常密集？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第三项：虚构医药服务项目",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条",
    "规律透析每隔 2 至 3 天一次是临床常规，中断天数、补记次数是默认值",
]
class    = "疑"
stage    = ["事后"]
subject  = "一次恢复透析（人员编号|恢复日期）"
tables   = [
    "fee_list_d", "setl_d", "kb_item", "mdtrt_d", "fixmedins_b", "refl_appy_evt_c", "psn_info_b",
    "death",
]
optional = [
    "setl_d", "kb_item", "mdtrt_d", "fixmedins_b", "refl_appy_evt_c", "psn_info_b", "death",
]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg",
]
limits   = """
透析项目：知识点中 R47、限定类型“透析”的清单；没有装入的用默认清单（血液透析、血液滤过、血液透析滤过）。各机构合并看，换机构透析不算中断。
两次透析相隔多于 7 天，且从恢复日起 7 天内多于 3 次，两者同时成立才命中；只计多出 3 次的部分，按均价折算。
不查：中断期间有住院、有转院（异地、院外透析）登记、已经死亡的；没有就诊信息时不能剔除住院。
到外地自费透析、因故停透后加透的病人会被命中，须核透析记录单；平日就不规律的也会命中。
"""
reviewed = 2025-11-21

[params.gap_days]
default = 7
unit    = "天"
label   = "中断天数（多于此数才看）"
source  = "默"

[params.burst_days]
default = 7
unit    = "天"
label   = "恢复后看的天数（含恢复当日）"
source  = "默"

[params.burst_sessions]
default = 3
unit    = "次"
label   = "恢复后的正常次数（多于此数才命中）"
source  = "默"
*/
WITH session AS (SELECT * FROM dialysis_session),

resumption AS (
    SELECT
        psn_no,
        fee_date AS resumed_on,
        lag(fee_date) OVER (PARTITION BY psn_no ORDER BY fee_date) AS stopped_on
    FROM session
),

unexplained AS (
    SELECT
        r.psn_no,
        r.resumed_on,
        date_diff('day', r.stopped_on, r.resumed_on) AS gap_days
    FROM resumption AS r
    WHERE
        date_diff('day', r.stopped_on, r.resumed_on) > $gap_days
        AND NOT EXISTS (
            SELECT 1 FROM stay AS s
            WHERE
                s.psn_no = r.psn_no
                AND s.adm_date < r.resumed_on
                AND coalesce(coalesce(s.dscg_date, s.adm_date + s.stay_days) > r.stopped_on, TRUE)
        )
        AND NOT EXISTS (
            SELECT 1 FROM refl_appy_evt_c AS t
            WHERE
                t.psn_no = r.psn_no
                AND coalesce(t.vali_flag, '1') = '1'
                AND coalesce(t.begndate, t.refl_date) < r.resumed_on
                AND coalesce(t.enddate > r.stopped_on, TRUE)
        )
        AND NOT EXISTS (
            SELECT 1 FROM deceased AS d
            WHERE d.psn_no = r.psn_no AND d.die_date < r.resumed_on
        )
),

line AS (
    SELECT
        u.*,
        s.bkkp_sn,
        s.fixmedins_code,
        s.fee_date,
        CAST(s.cnt AS DOUBLE) AS cnt,
        CAST(s.det_item_fee_sumamt AS DOUBLE) AS det_item_fee_sumamt,
        s.fund_amt,
        row_number() OVER (
            PARTITION BY u.psn_no, u.resumed_on ORDER BY s.fee_ocur_time DESC, s.bkkp_sn DESC
        ) AS place
    FROM unexplained AS u
    INNER JOIN session AS s
        ON
            s.psn_no = u.psn_no
            AND date_diff('day', u.resumed_on, s.fee_date) BETWEEN 0 AND $burst_days - 1
)

SELECT
    psn_no || '|' || CAST(resumed_on AS VARCHAR) AS subject_id,
    psn_no,
    min(CASE WHEN place = 1 THEN fixmedins_code END) AS fixmedins_code,
    max(fee_date) AS event_date,
    CAST(
        round(sum(det_item_fee_sumamt) * (sum(cnt) - $burst_sessions) / nullif(sum(cnt), 0), 2)
        AS DECIMAL(18, 2)
    ) AS total_amount,
    CAST(
        round(sum(fund_amt) * (sum(cnt) - $burst_sessions) / nullif(sum(cnt), 0), 2)
        AS DECIMAL(18, 2)
    ) AS fund_amount,
    CAST(gap_days AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY psn_no, resumed_on, gap_days
HAVING sum(cnt) > $burst_sessions
