/*
code     = "R92"
title    = "资助参保人数报送不实"
question = "镇街上报的资助参保人数，与资助参保名册中实际资助的人数是否不一致？"
basis    = [
    "方案：济源2022专项治理，资助参保人数报送不准确、影响中央补助资金分配的，要清理核实准确人数",
    "《社会救助暂行办法》（国务院令第649号）：对社会救助资金的筹集、分配、管理和使用实施监督",
]
class    = "违"
stage    = ["事后"]
subject  = "一个镇街一年的上报（镇街|年度）"
tables   = ["report", "maf_fund_insu_d", "psn_info_b"]
optional = ["psn_info_b"]
columns  = [
    "report.rpt_psncnt", "report.rpt_item", "report.town_name", "report.year",
    "maf_fund_insu_d.year", "maf_fund_insu_d.certno|psn_no",
]
limits   = """
实际人数：名册中当年有效、已经资助、上报之日前（含）资助的人，按证件号码去重，没有证件号码的按人员编号。
测得值 = 上报人数 − 实际人数，正为多报，负为少报。全区合计行（写法在参数里）与全部镇街比。
同一镇街一年报了几次的看最后一次。没有资助名册的年度不查。不含金额。
镇街名称两处写法不同会被命中，先核名称。
"""
reviewed = 2025-11-21

[params.items]
default = ["资助参保人数", "资助参保", "医疗救助资助参保人数"]
unit    = "上报指标的写法"
label   = "资助参保人数的上报指标"
source  = "默"

[params.totals]
default = ["合计", "总计", "全区", "全县", "全市"]
unit    = "镇街栏的写法"
label   = "全区合计行"
source  = "默"

[params.psncnt_tolerance]
default = 0
unit    = "人"
label   = "人数相差的容许数"
source  = "默"
*/
WITH item AS (SELECT unnest($items) AS word),

total AS (SELECT unnest($totals) AS word),

reported AS (
    SELECT
        r.year,
        r.town_name,
        r.rpt_item,
        r.rpt_psncnt,
        r.rpt_date,
        r.town_name IN (SELECT t.word FROM total AS t) AS is_total
    FROM report AS r
    WHERE
        r.rpt_item IN (SELECT i.word FROM item AS i)
        AND r.town_name IS NOT NULL
        AND r.year IN (SELECT f.year FROM aid_enrolment AS f)
),

latest AS (
    SELECT *
    FROM reported
    QUALIFY row_number() OVER (
        PARTITION BY year, town_name ORDER BY rpt_date DESC NULLS LAST, rpt_item ASC
    ) = 1
),

counted AS (
    SELECT
        r.year,
        r.town_name,
        r.rpt_item,
        r.rpt_date,
        r.rpt_psncnt,
        count(DISTINCT coalesce(f.certno, f.psn_no)) AS psncnt
    FROM latest AS r
    LEFT JOIN aid_enrolment AS f
        ON
            f.year = r.year
            AND (f.town_name = r.town_name OR r.is_total)
            AND coalesce(f.clct_date <= r.rpt_date, TRUE)
    GROUP BY r.year, r.town_name, r.rpt_item, r.rpt_date, r.rpt_psncnt
)

SELECT
    town_name || '|' || year AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    CAST(NULL AS VARCHAR) AS fixmedins_code,
    coalesce(rpt_date, CAST($as_of AS DATE)) AS event_date,
    CAST(NULL AS DECIMAL(18, 2)) AS total_amount,
    CAST(NULL AS DECIMAL(18, 2)) AS fund_amount,
    CAST(rpt_psncnt - psncnt AS DOUBLE) AS measured_value,
    'report:' || year || '|' || town_name || '|' || rpt_item AS evidence
FROM counted
WHERE abs(rpt_psncnt - psncnt) > $psncnt_tolerance
