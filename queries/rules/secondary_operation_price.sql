/*
code     = "R13"
title    = "次要手术按主要手术同价收费"
question = "同一天同一手术组收了几项手术费，主要手术以外的是否没有按规定折价？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第三项：重复收费、超标准收费、分解项目收费",
    "手术分级折价由当地医疗服务价格政策规定，折率 0.5 为默认值，须核对本地文件",
]
class    = "疑"
stage    = ["事前", "事中", "事后"]
subject  = "一笔次要手术收费（就诊ID|记账流水号）"
tables   = ["fee_list_d", "setl_d", "kb_item", "setl_list_oprn_d"]
optional = ["setl_d", "setl_list_oprn_d"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fixmedins_code", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.pric", "fee_list_d.det_item_fee_sumamt", "fee_list_d.hilist_code|med_list_codg",
    "kb_item.rule_code", "kb_item.item_code", "kb_item.oprn_grp",
]
limits   = """
手术组由本地清单给出：知识点规则编号 R13，“手术组”相同的项目属同一切口、应当折价；官方工作簿没有此项，须自行装入。
同一人、同一机构、同一天、同一组有两笔以上的，实收单价最高的一笔当主要手术，其余实收单价高于折率 × 标准价即命中。
折价写在单价里或写成半个数量都认；标准价取定价上限与该机构单独收取（或作主要手术）时的最高单价中较高的，都没有的不判。
结算清单写明当日两台手术前后相接而不重叠的不查；切口不同、术者不同的会误报。涉及金额是次要手术整笔。
"""
reviewed = 2025-11-21

[params.discount_rate]
default = 0.5
unit    = "倍"
label   = "次要手术按标准价收取的折率"
source  = "公"
*/
WITH surgery AS (
    SELECT DISTINCT
        k.item_code,
        k.oprn_grp
    FROM item_point AS k
    WHERE
        k.rule_code = 'R13'
        AND k.oprn_grp IS NOT NULL
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
),

charged AS (
    SELECT
        f.mdtrt_id,
        f.bkkp_sn,
        f.psn_no,
        f.fixmedins_code,
        f.item_code,
        f.fee_date,
        f.pric,
        f.pric_uplmt_amt,
        f.det_item_fee_sumamt,
        f.fund_amt,
        s.oprn_grp,
        -- A discount stands in the price or, as half a unit, in the quantity.
        CAST(f.det_item_fee_sumamt AS DOUBLE) / nullif(CAST(greatest(f.cnt, 1) AS DOUBLE), 0)
            AS unit_price
    FROM net_fee AS f
    INNER JOIN surgery AS s ON s.item_code = f.item_code
),

ranked AS (
    SELECT
        c.*,
        row_number() OVER (
            PARTITION BY c.psn_no, c.fixmedins_code, c.fee_date, c.oprn_grp
            ORDER BY c.unit_price DESC, c.bkkp_sn ASC, c.mdtrt_id ASC
        ) AS place,
        first_value(c.bkkp_sn) OVER (
            PARTITION BY c.psn_no, c.fixmedins_code, c.fee_date, c.oprn_grp
            ORDER BY c.unit_price DESC, c.bkkp_sn ASC
        ) AS main_sn
    FROM charged AS c
),

own_price AS (
    SELECT
        r.fixmedins_code,
        r.item_code,
        max(r.pric) AS pric
    FROM ranked AS r
    WHERE r.place = 1
    GROUP BY r.fixmedins_code, r.item_code
),

-- The last begins after the first has ended: two visits to the theatre, both at full price.
apart AS (
    SELECT
        o.psn_no,
        CAST(o.oprn_oprt_begntime AS DATE) AS oprn_date
    FROM setl_list_oprn_d AS o
    WHERE
        coalesce(o.vali_flag, '1') = '1'
        AND NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = o.setl_id)
    GROUP BY o.psn_no, CAST(o.oprn_oprt_begntime AS DATE)
    HAVING max(o.oprn_oprt_begntime) > min(o.oprn_oprt_endtime)
),

secondary AS (
    SELECT
        r.*,
        r.unit_price / nullif(CAST(greatest(r.pric_uplmt_amt, p.pric) AS DOUBLE), 0) AS rate
    FROM ranked AS r
    LEFT JOIN own_price AS p
        ON p.fixmedins_code = r.fixmedins_code AND p.item_code = r.item_code
    WHERE
        r.place > 1
        AND NOT EXISTS (
            SELECT 1 FROM apart AS a WHERE a.psn_no = r.psn_no AND a.oprn_date = r.fee_date
        )
),

dearest AS (
    SELECT *
    FROM secondary
    WHERE round(rate, 3) > $discount_rate
    -- An item in two groups is one line all the same.
    QUALIFY row_number() OVER (PARTITION BY mdtrt_id, bkkp_sn ORDER BY oprn_grp) = 1
)

SELECT
    coalesce(d.mdtrt_id || '|', '') || d.bkkp_sn AS subject_id,
    d.psn_no,
    d.fixmedins_code,
    d.fee_date AS event_date,
    CAST(d.det_item_fee_sumamt AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(d.fund_amt, 2) AS DECIMAL(18, 2)) AS fund_amount,
    round(d.rate, 3) AS measured_value,
    'fee_list_d:' || d.bkkp_sn || ';fee_list_d:' || d.main_sn AS evidence
FROM dearest AS d
