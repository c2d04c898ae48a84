/*
code     = "R18"
title    = "药品耗材加价"
question = "药品、耗材的收费单价，是否高于最近一次购入价加上允许的加价率？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第三项：重复收费、超标准收费、分解项目收费",
    "公立医疗机构药品、医用耗材零差率政策；其他机构的加价率为默认值，须核对本地文件",
]
class    = "疑"
stage    = ["事后"]
subject  = "一家机构一种药品或耗材的一个月（机构编号|医疗目录编码|年月）"
tables   = [
    "fee_list_d", "setl_d", "medins_prod_purc_d", "fixmedins_b", "medins_info_b", "rtal_phac_b",
]
optional = ["setl_d", "medins_info_b", "rtal_phac_b"]
columns  = [
    "fee_list_d.fixmedins_code", "fee_list_d.fee_ocur_time", "fee_list_d.cnt", "fee_list_d.pric",
    "fee_list_d.med_list_codg", "medins_prod_purc_d.fixmedins_code",
    "medins_prod_purc_d.med_list_codg", "medins_prod_purc_d.finl_trns_pric",
    "medins_prod_purc_d.purc_retn_stoin_time",
]
limits   = """
同一机构、同一医疗目录编码，与收费日当天或之前最近一次购入价比（同日几批取最高价）；之前没有购入记录的不判。
公立医院（经营性质 1）不得加价，其他医疗机构按默认加价率；药店实行市场调节价，不查；中药饮片不查；退货、赠品、零价不作购入价。
收费单价高于购入价 10 倍以上的，多半是计价单位不同（按盒购入、按片收费的则查不出），不判。按批次先进先出的会误报。
涉及金额是加价收费的整笔明细，比对值是当月最高的价格倍数。
"""
reviewed = 2025-11-21
unit     = "月"
back     = []

[params.public_markup]
default = 0
unit    = "比例"
label   = "公立医院允许的加价率"
source  = "默"

[params.other_markup]
default = 0.15
unit    = "比例"
label   = "其他医疗机构允许的加价率"
source  = "默"

[params.tolerance]
default = 0.01
unit    = "元"
label   = "单价的容许差"
source  = "默"

[params.most_times]
default = 10
unit    = "倍"
label   = "价格倍数的上限（更高的视为计价单位不同）"
source  = "默"
*/
WITH seller AS (
    SELECT
        i.fixmedins_code,
        1 + CASE WHEN h.medins_natu = '1' THEN $public_markup ELSE $other_markup END AS most_ratio
    FROM institution AS i
    LEFT JOIN medins_info_b AS h
        ON h.medins_code = i.fixmedins_code AND coalesce(h.vali_flag, '1') = '1'
    WHERE i.inst_type <> '药店'
),

purchase AS (
    SELECT
        p.fixmedins_code,
        p.med_list_codg,
        CAST(p.purc_retn_stoin_time AS DATE) AS bought_on,
        p.medins_prod_purc_no,
        CAST(p.finl_trns_pric AS DOUBLE) AS price,
        s.most_ratio
    FROM medins_prod_purc_d AS p
    INNER JOIN seller AS s ON s.fixmedins_code = p.fixmedins_code
    WHERE
        p.finl_trns_pric > 0
        AND coalesce(p.purc_retn_cnt, 1) > 0
        AND coalesce(p.vali_flag, '1') = '1'
        AND coalesce(p.prod_retn_flag, '0') <> '1'
        AND coalesce(p.prod_geay_flag, '0') <> '1'
    QUALIFY row_number() OVER (
        PARTITION BY p.fixmedins_code, p.med_list_codg, CAST(p.purc_retn_stoin_time AS DATE)
        ORDER BY p.finl_trns_pric DESC, p.medins_prod_purc_no ASC
    ) = 1
),

-- What is not above the lowest price ever paid is above none.
lowest AS (
    SELECT
        p.fixmedins_code,
        p.med_list_codg,
        min(p.price * p.most_ratio) AS price
    FROM purchase AS p
    GROUP BY p.fixmedins_code, p.med_list_codg
),

traded AS (
    SELECT
        f.fixmedins_code,
        f.med_list_codg,
        f.fee_date AS day,
        f.pric,
        CAST(NULL AS DATE) AS bought_on
    FROM net_fee AS f
    INNER JOIN lowest AS l
        ON l.fixmedins_code = f.fixmedins_code AND l.med_list_codg = f.med_list_codg
    WHERE f.pric > l.price
    GROUP BY f.fixmedins_code, f.med_list_codg, f.fee_date, f.pric
    UNION ALL
    SELECT
        p.fixmedins_code,
        p.med_list_codg,
        p.bought_on AS day,
        NULL AS pric,
        p.bought_on
    FROM purchase AS p
),

dated AS (
    SELECT
        t.*,
        max(t.bought_on) OVER (
            PARTITION BY t.fixmedins_code, t.med_list_codg ORDER BY t.day
        ) AS last_bought_on
    FROM traded AS t
),

marked_up AS (
    SELECT
        d.fixmedins_code,
        d.med_list_codg,
        d.day,
        d.pric,
        CAST(d.pric AS DOUBLE) / nullif(p.price, 0) AS ratio,
        p.medins_prod_purc_no
    FROM dated AS d
    INNER JOIN purchase AS p
        ON
            p.fixmedins_code = d.fixmedins_code
            AND p.med_list_codg = d.med_list_codg
            AND p.bought_on = d.last_bought_on
    WHERE
        round(CAST(d.pric AS DOUBLE) - p.price * p.most_ratio, 4) > $tolerance
        AND CAST(d.pric AS DOUBLE) <= p.price * $most_times
),

line AS (
    SELECT
        m.fixmedins_code || '|' || m.med_list_codg || '|' || strftime(m.day, '%Y%m') AS subject_id,
        m.*,
        f.bkkp_sn,
        f.det_item_fee_sumamt,
        f.fund_amt,
        row_number() OVER (
            PARTITION BY m.fixmedins_code, m.med_list_codg, strftime(m.day, '%Y%m')
            ORDER BY m.ratio DESC, m.day DESC, f.bkkp_sn ASC
        ) AS place
    FROM marked_up AS m
    INNER JOIN net_fee AS f
        ON
            f.fixmedins_code = m.fixmedins_code
            AND f.med_list_codg = m.med_list_codg
            AND f.fee_date = m.day
            AND f.pric = m.pric
    WHERE coalesce(f.list_type, '') <> '102' AND coalesce(left(f.med_chrgitm_type, 2), '') <> '10'
)

SELECT
    subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    fixmedins_code,
    max(day) AS event_date,
    CAST(sum(det_item_fee_sumamt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    round(max(ratio), 4) AS measured_value,
    max(CASE WHEN place = 1 THEN 'medins_prod_purc_d:' || medins_prod_purc_no END) || ';'
    || string_agg(CASE WHEN place <= 49 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY subject_id, fixmedins_code
