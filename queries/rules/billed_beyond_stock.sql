/*
code     = "R26"
title    = "进销存不符（收费数量多于库存减少）"
question = "两次盘存之间，机构一种药品、耗材的收费数量是否多于期初库存加购入减期末库存？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第四项：串换药品、医用耗材、诊疗项目和服务设施",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第三项：虚构医药服务项目",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十六条：如实报送、保管药品和医用耗材出入库记录等资料",
]
class    = "疑"
stage    = ["事后"]
subject  = "一家机构的一种药品或耗材（机构编号|医疗目录编码）"
tables   = ["medins_prod_inv_d", "medins_prod_purc_d", "fee_list_d", "setl_d"]
optional = ["setl_d"]
columns  = [
    "medins_prod_inv_d.fixmedins_code", "medins_prod_inv_d.med_list_codg", "medins_prod_inv_d.invdate",
    "medins_prod_inv_d.inv_cnt", "medins_prod_purc_d.fixmedins_code",
    "medins_prod_purc_d.med_list_codg", "medins_prod_purc_d.purc_retn_cnt",
    "medins_prod_purc_d.purc_retn_stoin_time", "fee_list_d.fixmedins_code", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.med_list_codg|hilist_code",
]
limits   = """
取截至日前 365 天内该机构该编码最早和最晚两次盘存；期初当日之后、期末当日为止的购入（减退货，赠送也算）和收费（已减退费）相比。
差额大于允许误差（1 个或收费数量的 2%，取大）的命中，计全部差额（不多于收费数量），按期间收费的均价折算金额。
只盘存一次的、盘存为拆零的、机构从未上报购入的不查；自费销售、报损、调拨没有数据，少报会掩盖差额，调入会误报。
收费与盘存的单位不同（盒与片）会误报；购入晚录入的会误报，下次盘存后自行消除。
"""
reviewed = 2025-11-21
unit     = "截至日"
back     = ["span_days", 1]

[params.span_days]
default = 365
unit    = "天"
label   = "看截至日前多少天内的盘存"
source  = "默"

[params.min_units]
default = 1
unit    = "个计价单位"
label   = "允许误差（数量）"
source  = "默"

[params.tolerance]
default = 0.02
unit    = "比例"
label   = "允许误差（占收费数量）"
source  = "默"
*/
WITH stocktake AS (
    SELECT
        v.fixmedins_code,
        v.med_list_codg,
        v.invdate,
        v.medins_prod_inv_no,
        v.inv_cnt,
        min(v.invdate) OVER (PARTITION BY v.fixmedins_code, v.med_list_codg) AS open_date,
        max(v.invdate) OVER (PARTITION BY v.fixmedins_code, v.med_list_codg) AS close_date
    FROM medins_prod_inv_d AS v
    WHERE
        coalesce(v.vali_flag, '1') = '1'
        AND coalesce(v.trdn_flag, '0') <> '1'
        AND v.inv_cnt IS NOT NULL
        AND date_diff('day', v.invdate, $as_of) BETWEEN 0 AND $span_days
),

purchase AS (
    SELECT
        p.fixmedins_code,
        p.med_list_codg,
        p.medins_prod_purc_no,
        CAST(p.purc_retn_stoin_time AS DATE) AS purc_date,
        CASE WHEN p.prod_retn_flag = '1' THEN -abs(p.purc_retn_cnt) ELSE p.purc_retn_cnt END AS cnt
    FROM medins_prod_purc_d AS p
    WHERE coalesce(p.vali_flag, '1') = '1'
),

span AS (
    SELECT
        t.fixmedins_code,
        t.med_list_codg,
        t.open_date,
        t.close_date,
        sum(CASE WHEN t.invdate = t.open_date THEN t.inv_cnt ELSE 0 END)
        - sum(CASE WHEN t.invdate = t.close_date THEN t.inv_cnt ELSE 0 END) AS drawn_cnt
    FROM stocktake AS t
    WHERE t.fixmedins_code IN (SELECT p.fixmedins_code FROM purchase AS p)
    GROUP BY t.fixmedins_code, t.med_list_codg, t.open_date, t.close_date
),

bought AS (
    SELECT
        s.fixmedins_code,
        s.med_list_codg,
        sum(p.cnt) AS cnt
    FROM span AS s
    INNER JOIN purchase AS p
        ON
            p.fixmedins_code = s.fixmedins_code
            AND p.med_list_codg = s.med_list_codg
            AND p.purc_date > s.open_date
            AND p.purc_date <= s.close_date
    GROUP BY s.fixmedins_code, s.med_list_codg
),

line AS (
    SELECT
        s.fixmedins_code,
        s.med_list_codg,
        f.fee_date,
        f.bkkp_sn,
        f.cnt,
        f.det_item_fee_sumamt,
        f.fund_amt
    FROM net_fee AS f
    INNER JOIN span AS s
        ON
            s.fixmedins_code = f.fixmedins_code
            AND s.med_list_codg = coalesce(f.med_list_codg, f.item_code)
            AND f.fee_date > s.open_date
            AND f.fee_date <= s.close_date
),

billed AS (
    SELECT
        fixmedins_code,
        med_list_codg,
        CAST(sum(cnt) AS DOUBLE) AS cnt,
        CAST(sum(det_item_fee_sumamt) AS DOUBLE) AS total_amt,
        sum(fund_amt) AS fund_amt
    FROM line
    GROUP BY fixmedins_code, med_list_codg
),

compared AS (
    SELECT
        s.fixmedins_code,
        s.med_list_codg,
        s.open_date,
        s.close_date,
        b.cnt,
        b.total_amt,
        b.fund_amt,
        b.cnt - CAST(s.drawn_cnt + coalesce(p.cnt, 0) AS DOUBLE) AS excess_cnt
    FROM span AS s
    INNER JOIN billed AS b
        ON b.fixmedins_code = s.fixmedins_code AND b.med_list_codg = s.med_list_codg
    LEFT JOIN bought AS p
        ON p.fixmedins_code = s.fixmedins_code AND p.med_list_codg = s.med_list_codg
),

beyond AS (
    SELECT *
    FROM compared
    WHERE excess_cnt > greatest($min_units, $tolerance * cnt)
),

proof AS (
    SELECT
        b.fixmedins_code,
        b.med_list_codg,
        1 AS kind,
        t.invdate AS on_date,
        'medins_prod_inv_d:' || t.medins_prod_inv_no AS row_key
    FROM beyond AS b
    INNER JOIN stocktake AS t
        ON
            t.fixmedins_code = b.fixmedins_code
            AND t.med_list_codg = b.med_list_codg
            AND (t.invdate = b.open_date OR t.invdate = b.close_date)
    UNION ALL
    SELECT
        b.fixmedins_code,
        b.med_list_codg,
        2 AS kind,
        p.purc_date AS on_date,
        'medins_prod_purc_d:' || p.medins_prod_purc_no AS row_key
    FROM beyond AS b
    INNER JOIN purchase AS p
        ON
            p.fixmedins_code = b.fixmedins_code
            AND p.med_list_codg = b.med_list_codg
            AND p.purc_date > b.open_date
            AND p.purc_date <= b.close_date
    UNION ALL
    SELECT
        b.fixmedins_code,
        b.med_list_codg,
        3 AS kind,
        n.fee_date AS on_date,
        'fee_list_d:' || n.bkkp_sn AS row_key
    FROM beyond AS b
    INNER JOIN line AS n
        ON n.fixmedins_code = b.fixmedins_code AND n.med_list_codg = b.med_list_codg
),

placed AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY fixmedins_code, med_list_codg, kind ORDER BY on_date DESC, row_key ASC
        ) AS place
    FROM proof
),

told AS (
    SELECT
        fixmedins_code,
        med_list_codg,
        string_agg(row_key, ';' ORDER BY kind * 100 + place) AS evidence
    FROM placed
    WHERE place <= CASE kind WHEN 1 THEN 10 WHEN 2 THEN 15 ELSE 25 END
    GROUP BY fixmedins_code, med_list_codg
)

SELECT
    b.fixmedins_code || '|' || b.med_list_codg AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    b.fixmedins_code,
    b.close_date AS event_date,
    CAST(round(b.total_amt * least(b.excess_cnt, b.cnt) / nullif(b.cnt, 0), 2) AS DECIMAL(18, 2))
        AS total_amount,
    CAST(round(b.fund_amt * least(b.excess_cnt, b.cnt) / nullif(b.cnt, 0), 2) AS DECIMAL(18, 2))
        AS fund_amount,
    b.excess_cnt AS measured_value,
    t.evidence
FROM beyond AS b
INNER JOIN told AS t
    ON t.fixmedins_code = b.fixmedins_code AND t.med_list_codg = b.med_list_codg
