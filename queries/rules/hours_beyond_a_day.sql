/*
code     = "R22"
title    = "计时项目超过全天小时数"
question = "吸氧、监护、泵入等按小时计价的项目，一天收取的小时数是否超过 24 小时？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第三项：重复收费、超标准收费、分解项目收费",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条",
]
class    = "违"
stage    = ["事前", "事中", "事后"]
subject  = "一名参保人在一家机构一天的一个项目（人员编号|机构编号|项目编码|日期）"
tables   = ["fee_list_d", "setl_d", "kb_item"]
optional = ["setl_d", "kb_item"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg", "fee_list_d.hilist_name|medins_list_name|kb_item.item_code",
]
limits   = """
计时项目：名称含所列词的医疗服务项目（药品、耗材不算），加上知识点中 R22 的项目；知识点写明最多数量的按它，其余按 24 小时 × 通道数。
同一人、同一机构、同一项目编码按费用发生日期合计净数量，只计超出的小时，按当日均价折算金额。
把几天的费用记在一天的、按分钟或按次计价而名称含所列词的会误报；换编码多收、两个编码各不足 24 小时的查不到。
"""
reviewed = 2025-11-21
back     = []

[params.day_hours]
default = 24
unit    = "小时"
label   = "一个通道一天最多的小时数"
source  = "默"

[params.channels]
default = 1
unit    = "个"
label   = "同时使用的通道数"
source  = "默"

[params.hourly_words]
default = ["氧气吸入", "吸氧", "心电监测", "心电监护", "血氧饱和度监测", "泵入", "微量泵", "输液泵", "呼吸机辅助呼吸"]
unit    = "项目名称中的词"
label   = "按小时计价的项目"
source  = "默"
*/
WITH hourly_word AS (SELECT unnest($hourly_words) AS word),

known AS (
    SELECT
        k.item_code,
        k.max_cnt AS day_limit
    FROM item_point AS k
    WHERE
        k.rule_code = 'R22'
        AND coalesce(k.begndate, $as_of) <= $as_of
        AND coalesce(k.enddate > $as_of, TRUE)
    UNION ALL
    SELECT
        c.item_code,
        NULL AS day_limit
    FROM charged_item AS c
    WHERE
        coalesce(left(c.list_type, 1), '2') = '2'
        AND EXISTS (SELECT 1 FROM hourly_word AS w WHERE c.item_name LIKE '%' || w.word || '%')
),

hourly_item AS (
    SELECT
        item_code,
        CAST(coalesce(max(day_limit), $day_hours * $channels) AS DOUBLE) AS day_limit
    FROM known
    GROUP BY item_code
),

counted AS (
    SELECT
        f.psn_no,
        f.fixmedins_code,
        f.item_code,
        f.fee_date,
        f.fee_ocur_time,
        f.bkkp_sn,
        f.det_item_fee_sumamt,
        f.fund_amt,
        i.day_limit,
        CAST(
            sum(f.cnt) OVER (PARTITION BY f.psn_no, f.fixmedins_code, f.item_code, f.fee_date)
            AS DOUBLE
        ) AS hours
    FROM net_fee AS f
    INNER JOIN hourly_item AS i ON i.item_code = f.item_code
    WHERE f.psn_no IS NOT NULL AND f.fee_date IS NOT NULL
),

line AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY psn_no, fixmedins_code, item_code, fee_date
            ORDER BY fee_ocur_time, bkkp_sn
        ) AS place
    FROM counted
    WHERE hours > day_limit
)

SELECT
    psn_no || '|' || coalesce(fixmedins_code, '') || '|' || item_code || '|'
    || CAST(fee_date AS VARCHAR) AS subject_id,
    psn_no,
    fixmedins_code,
    fee_date AS event_date,
    CAST(
        round(CAST(sum(det_item_fee_sumamt) AS DOUBLE) * (hours - day_limit) / nullif(hours, 0), 2)
        AS DECIMAL(18, 2)
    ) AS total_amount,
    CAST(round(sum(fund_amt) * (hours - day_limit) / nullif(hours, 0), 2) AS DECIMAL(18, 2))
        AS fund_amount,
    hours AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY psn_no, fixmedins_code, item_code, fee_date, day_limit, hours
