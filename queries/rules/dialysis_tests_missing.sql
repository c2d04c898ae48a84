/*
code     = "R52b"
title    = "透析检验缺做"
question = "一直在透析的参保人，是否超过标准间隔的两倍没有做定期检验？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第十五条：提供合理、必要的医药服务",
    "标准间隔出自已公布的地方口径，不是全国规定",
]
class    = "警"
stage    = ["事后"]
subject  = "一名参保人缺做一种检验的一段时间（人员编号|检验|起始日期）"
tables   = ["fee_list_d", "setl_d", "kb_item"]
optional = ["setl_d", "kb_item"]
columns  = [
    "fee_list_d.psn_no", "fee_list_d.fee_ocur_time", "fee_list_d.cnt",
    "fee_list_d.hilist_code|med_list_codg",
]
limits   = """
质量提示，不是违规，没有金额。检验和标准间隔同 R52：知识点中 R52 的清单；没有装入的按明细名称认。
从开始透析（或上一次检验）到下一次检验（或末次透析），多于标准间隔的 2 倍命中；门诊、住院、各机构的检验都算做过。
相邻两次透析多于 30 天的算停透，停透前后分开算；起算以数据中首次透析为准，之前的检验看不到。
全区没有一笔的检验不查；移植物内瘘超声、透析充分性只查做过的人。体检、外送自费、含在套餐里的检验查不到，会误报。
"""
reviewed = 2025-11-21

[params.long_share]
default = 2
unit    = "倍"
label   = "多于标准间隔的多少倍才命中"
source  = "公"

[params.break_days]
default = 30
unit    = "天"
label   = "相邻两次透析多于此数算停透"
source  = "默"

[params.only_if_had]
default = ["移植物内瘘超声", "透析充分性"]
unit    = "检验"
label   = "做过的人才要求按期做的检验"
source  = "默"
*/
WITH only_if_had AS (SELECT unnest($only_if_had) AS test_name),

session AS (SELECT * FROM dialysis_session),

test AS (SELECT * FROM dialysis_test),

resumed AS (
    SELECT
        psn_no,
        fee_date,
        CASE
            WHEN
                date_diff('day', lag(fee_date) OVER (PARTITION BY psn_no ORDER BY fee_date), fee_date)
                <= $break_days
                THEN 0
            ELSE 1
        END AS begins
    FROM session
),

numbered AS (
    SELECT
        psn_no,
        fee_date,
        sum(begins) OVER (PARTITION BY psn_no ORDER BY fee_date) AS spell_no
    FROM resumed
),

spell AS (
    SELECT
        psn_no,
        spell_no,
        min(fee_date) AS begun_on,
        max(fee_date) AS ended_on
    FROM numbered
    GROUP BY psn_no, spell_no
),

-- What nobody is ever charged for is not billed here, or goes by another name.
demanded AS (
    SELECT
        test_name,
        max(period_days) AS period_days
    FROM test
    GROUP BY test_name
),

required AS (
    SELECT
        s.*,
        d.test_name,
        d.period_days
    FROM spell AS s
    CROSS JOIN demanded AS d
    WHERE
        NOT EXISTS (SELECT 1 FROM only_if_had AS o WHERE o.test_name = d.test_name)
        OR EXISTS (
            SELECT 1 FROM test AS t WHERE t.psn_no = s.psn_no AND t.test_name = d.test_name
        )
),

checkpoint AS (
    SELECT
        r.*,
        r.begun_on AS checked_on
    FROM required AS r
    UNION ALL
    SELECT
        r.*,
        r.ended_on AS checked_on
    FROM required AS r
    UNION ALL
    SELECT
        r.*,
        t.fee_date AS checked_on
    FROM required AS r
    INNER JOIN test AS t
        ON
            t.psn_no = r.psn_no
            AND t.test_name = r.test_name
            AND t.fee_date BETWEEN r.begun_on AND r.ended_on
),

spaced AS (
    SELECT
        *,
        lag(checked_on) OVER (PARTITION BY psn_no, spell_no, test_name ORDER BY checked_on)
            AS since_date
    FROM checkpoint
),

overdue AS (
    SELECT
        psn_no,
        test_name,
        since_date,
        checked_on,
        date_diff('day', since_date, checked_on) AS gap_days
    FROM spaced
    WHERE date_diff('day', since_date, checked_on) > $long_share * period_days
),

line AS (
    SELECT
        o.*,
        s.fixmedins_code,
        s.bkkp_sn,
        row_number() OVER (
            PARTITION BY o.psn_no, o.test_name, o.since_date
            ORDER BY s.fee_date DESC, s.fee_ocur_time DESC, s.bkkp_sn ASC
        ) AS place
    FROM overdue AS o
    INNER JOIN session AS s
        ON s.psn_no = o.psn_no AND s.fee_date BETWEEN o.since_date AND o.checked_on
)

SELECT
    psn_no || '|' || test_name || '|' || CAST(since_date AS VARCHAR) AS subject_id,
    psn_no,
    min(CASE WHEN place = 1 THEN fixmedins_code END) AS fixmedins_code,
    checked_on AS event_date,
    CAST(NULL AS DECIMAL(18, 2)) AS total_amount,
    CAST(NULL AS DECIMAL(18, 2)) AS fund_amount,
    CAST(gap_days AS DOUBLE) AS measured_value,
    string_agg(CASE WHEN place <= 50 THEN 'fee_list_d:' || bkkp_sn END, ';' ORDER BY place)
        AS evidence
FROM line
GROUP BY psn_no, test_name, since_date, checked_on, gap_days
