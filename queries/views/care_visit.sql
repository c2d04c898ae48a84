/*
title  = "有效护理服务（按次）"
grain  = "一名护理员对一名受护人的一次服务一行"
tables = ["ltc_serv_d", "setl_d"]
date   = "visit_date"
note   = """
护理员、受护人、机构、开始和结束时间都相同的各项目是一次服务，以最小的服务记录ID为名；金额合计，时长取最长的，
不加总。冲销（数量为负）使净数量不大于零的、结算已退费的、无效的、没有开始时间的不计。
begn_min、end_min 是 2000-01-01 零时起的分钟数；没有（或早于开始的）结束时间的用服务时长推算。
有一个项目的人脸核验、对象确认标志为 0，整次为 0。
签到、签退坐标只取落在我国范围内的，其余视为没有。"""
*/
WITH line AS (
    SELECT
        s.ltc_serv_id,
        s.psn_no,
        s.caregiver_code,
        s.ltc_medins_code,
        s.ltc_serv_way,
        CAST(s.serv_begntime AS DATE) AS visit_date,
        -- Minutes by hand: the engines' own epochs differ by the time zone.
        date_diff('day', DATE '2000-01-01', CAST(s.serv_begntime AS DATE)) * 1440
        + hour(s.serv_begntime) * 60 + minute(s.serv_begntime) AS begn_min,
        CASE
            WHEN s.serv_endtime >= s.serv_begntime
                THEN
                    date_diff('day', DATE '2000-01-01', CAST(s.serv_endtime AS DATE)) * 1440
                    + hour(s.serv_endtime) * 60 + minute(s.serv_endtime)
        END AS end_min,
        s.serv_mins,
        s.plan_mins,
        s.face_chk_flag,
        s.psn_cfm_flag,
        TRY_CAST(s.sign_in_lnt AS DOUBLE) AS in_lnt,
        TRY_CAST(s.sign_in_lat AS DOUBLE) AS in_lat,
        TRY_CAST(s.sign_out_lnt AS DOUBLE) AS out_lnt,
        TRY_CAST(s.sign_out_lat AS DOUBLE) AS out_lat,
        s.cnt,
        s.det_item_fee_sumamt,
        s.fund_payamt
    FROM ltc_serv_d AS s
    WHERE
        coalesce(s.vali_flag, '1') = '1'
        AND s.serv_begntime IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = s.setl_id)
),

located AS (
    SELECT
        *,
        in_lnt BETWEEN 73 AND 136 AND in_lat BETWEEN 3 AND 54 AS in_known,
        out_lnt BETWEEN 73 AND 136 AND out_lat BETWEEN 3 AND 54 AS out_known
    FROM line
),

visit AS (
    SELECT
        min(ltc_serv_id) AS visit_id,
        psn_no,
        caregiver_code,
        ltc_medins_code,
        max(ltc_serv_way) AS ltc_serv_way,
        visit_date,
        begn_min,
        coalesce(end_min, begn_min + max(serv_mins)) AS end_min,
        max(plan_mins) AS plan_mins,
        min(face_chk_flag) AS face_chk_flag,
        min(psn_cfm_flag) AS psn_cfm_flag,
        max(CASE WHEN in_known THEN in_lnt END) AS in_lnt,
        max(CASE WHEN in_known THEN in_lat END) AS in_lat,
        max(CASE WHEN out_known THEN out_lnt END) AS out_lnt,
        max(CASE WHEN out_known THEN out_lat END) AS out_lat,
        CAST(sum(det_item_fee_sumamt) AS DECIMAL(18, 2)) AS total_amt,
        CAST(sum(fund_payamt) AS DECIMAL(18, 2)) AS fund_amt
    FROM located
    GROUP BY psn_no, caregiver_code, ltc_medins_code, visit_date, begn_min, end_min
    HAVING sum(coalesce(cnt, 1)) > 0
)

SELECT
    *,
    end_min - begn_min AS mins
FROM visit
