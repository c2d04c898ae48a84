/*
code     = "R12"
title    = "重复收费"
question = "收了主项之后，是否又收了主项已经包含的从项？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第三项：重复收费、超标准收费、分解项目收费",
    "国家医保局智能监管“两库”第七批：医疗服务项目重复收费",
]
class    = "违"
stage    = ["事前", "事中", "事后"]
subject  = "一笔从项收费（就诊ID|记账流水号）"
tables   = ["fee_list_d", "setl_d", "kb_pair"]
optional = ["setl_d"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fixmedins_code", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg",
    "kb_pair.rule_code", "kb_pair.main_item_code", "kb_pair.sub_item_code", "kb_pair.time_win",
]
limits   = """
同一人、同一机构，按知识点自己的时间范围判：单日看同一天，单次就诊看同一就诊ID，同一小时看同一个钟点，
几小时（如 6小时）看两笔相距不超过几小时；按小时的，两笔都要有时刻（零点整当作没有）。写成其他时间范围的不判。
主项、从项净数量都大于 0 才命中，计整笔从项；自费的也查，基金部分可以为 0。从项确为另一部位、另一次操作的会误报。
"""
reviewed = 2025-11-21
back     = [1]
*/
WITH pair AS (
    SELECT
        k.main_item_code,
        k.sub_item_code,
        k.time_win,
        -- 6小时 gives 6; a window not in hours gives none.
        TRY_CAST(split_part(k.time_win, '小时', 1) AS INTEGER) AS hours
    FROM pair_point AS k
    WHERE
        k.rule_code = 'R12'
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
),

main_line AS (
    SELECT
        f.psn_no,
        f.fixmedins_code,
        f.mdtrt_id,
        f.bkkp_sn,
        f.item_code,
        f.fee_date,
        hour(f.fee_ocur_time) AS hour_of_day,
        minute(f.fee_ocur_time) AS minute_of_hour,
        f.fee_ocur_time > CAST(f.fee_date AS TIMESTAMP) AS is_timed
    FROM net_fee AS f
    WHERE f.item_code IN (SELECT p.main_item_code FROM pair AS p)
),

together AS (
    SELECT DISTINCT
        s.mdtrt_id,
        s.bkkp_sn,
        s.psn_no,
        s.fixmedins_code,
        s.fee_date,
        s.cnt,
        s.det_item_fee_sumamt,
        s.fund_amt,
        m.fee_date AS main_date,
        m.bkkp_sn AS main_sn
    FROM pair AS p
    INNER JOIN net_fee AS s ON s.item_code = p.sub_item_code
    INNER JOIN main_line AS m
        ON
            m.item_code = p.main_item_code
            AND m.psn_no = s.psn_no
            AND m.fixmedins_code = s.fixmedins_code
    WHERE
        (p.time_win = '单日' AND m.fee_date = s.fee_date)
        OR (p.time_win = '单次就诊' AND m.mdtrt_id = s.mdtrt_id)
        OR (
            m.is_timed
            AND s.fee_ocur_time > CAST(s.fee_date AS TIMESTAMP)
            AND (
                (
                    p.time_win = '同一小时'
                    AND m.fee_date = s.fee_date
                    AND m.hour_of_day = hour(s.fee_ocur_time)
                )
                OR abs(
                    date_diff('day', m.fee_date, s.fee_date) * 1440
                    + (hour(s.fee_ocur_time) - m.hour_of_day) * 60
                    + minute(s.fee_ocur_time) - m.minute_of_hour
                ) <= p.hours * 60
            )
        )
),

line AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY mdtrt_id, bkkp_sn ORDER BY main_date, main_sn) AS place
    FROM together
)

SELECT
    coalesce(mdtrt_id || '|', '') || bkkp_sn AS subject_id,
    psn_no,
    fixmedins_code,
    -- The day on which both were there.
    greatest(fee_date, min(main_date)) AS event_date,
    CAST(det_item_fee_sumamt AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(fund_amt, 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(cnt AS DOUBLE) AS measured_value,
    'fee_list_d:' || bkkp_sn || ';'
    || string_agg(CASE WHEN place <= 49 THEN 'fee_list_d:' || main_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY
    mdtrt_id, bkkp_sn, psn_no, fixmedins_code, fee_date, cnt, det_item_fee_sumamt, fund_amt
