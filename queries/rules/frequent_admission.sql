/*
code     = "R28"
title    = "频繁住院"
question = "同一参保人是否 30 天内入院 3 次及以上，或者 365 天内入院次数达到同险种同年龄段的第 99 百分位且不少于 6 次？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第一项：分解住院、挂床住院",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项：诱导、协助他人冒名或者虚假就医、购药",
]
class    = "疑"
stage    = ["事中", "事后"]
subject  = "一次住院（就诊ID）"
tables   = ["mdtrt_d", "setl_d", "fixmedins_b", "psn_info_b"]
optional = ["setl_d", "fixmedins_b", "psn_info_b"]
columns  = ["mdtrt_d.psn_no", "mdtrt_d.begntime", "mdtrt_d.med_type|ipt_days"]
limits   = """
按入院日期数，各机构合计；窗口含首尾两日（3 月 1 日至 30 日为 30 天）。第 3 次（第 6 次）起的每次住院各为一条疑点，计该次住院费用。
百分位取同险种、同年龄段住过院的人各自 365 天内最多次数的第 99 百分位；没有出生日期的、没有险种的自成一组。
放化疗、透析、精神、康复等按疗程住院和转院的两段都计入，会被命中，须核病历；跨人员编号住院的查不到。
"""
reviewed = 2025-11-21

[params.short_days]
default = 30
unit    = "天"
label   = "短窗口（含首尾两日）"
source  = "公"

[params.short_stays]
default = 3
unit    = "次"
label   = "短窗口内的入院次数（达到即命中）"
source  = "公"

[params.long_days]
default = 365
unit    = "天"
label   = "长窗口（含首尾两日）"
source  = "默"

[params.long_stays]
default = 6
unit    = "次"
label   = "长窗口内的最少入院次数"
source  = "默"

[params.usual_share]
default = 0.99
unit    = "比例"
label   = "同险种同年龄段的百分位"
source  = "默"

[params.band_years]
default = 10
unit    = "岁"
label   = "年龄段的宽度"
source  = "默"
*/
WITH inpatient AS (
    SELECT
        s.psn_no,
        count(*) AS stays,
        min(s.insutype) AS insutype,
        min(s.adm_date) AS adm_date
    FROM stay AS s
    WHERE s.psn_no IS NOT NULL AND s.adm_date IS NOT NULL
    GROUP BY s.psn_no
),

known AS (
    SELECT
        i.*,
        year(p.brdy) AS born
    FROM inpatient AS i
    LEFT JOIN person AS p ON p.psn_no = i.psn_no
),

-- Most were in once: they are among the peers, and nothing is counted of them.
admission AS (
    SELECT
        s.mdtrt_id,
        s.psn_no,
        s.fixmedins_code,
        s.insutype,
        s.adm_date,
        s.medfee_sumamt,
        s.fund_pay_sumamt,
        date_diff('day', DATE '2000-01-01', s.adm_date) AS day_no,
        (year(s.adm_date) - k.born) // $band_years AS age_band
    FROM known AS k
    INNER JOIN stay AS s ON s.psn_no = k.psn_no
    WHERE s.adm_date IS NOT NULL AND k.stays >= least(2, $short_stays, $long_stays)
),

counted AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY psn_no ORDER BY day_no, mdtrt_id) AS place,
        count(*) OVER (PARTITION BY psn_no ORDER BY day_no) AS last_place,
        count(*) OVER (
            PARTITION BY psn_no
            ORDER BY day_no RANGE BETWEEN $short_days - 1 PRECEDING AND CURRENT ROW
        ) AS short_stays,
        count(*) OVER (
            PARTITION BY psn_no
            ORDER BY day_no RANGE BETWEEN $long_days - 1 PRECEDING AND CURRENT ROW
        ) AS long_stays
    FROM admission
),

most AS (
    SELECT
        insutype,
        age_band,
        long_stays
    FROM counted
    QUALIFY row_number() OVER (PARTITION BY psn_no ORDER BY long_stays DESC, mdtrt_id ASC) = 1
),

peak AS (
    SELECT
        insutype,
        age_band,
        long_stays,
        count(*) AS persons
    FROM (
        SELECT insutype, age_band, long_stays FROM most
        UNION ALL
        SELECT
            insutype,
            (year(adm_date) - born) // $band_years AS age_band,
            1 AS long_stays
        FROM known
        WHERE stays < least(2, $short_stays, $long_stays)
    )
    GROUP BY insutype, age_band, long_stays
),

ranked AS (
    SELECT
        *,
        CAST(sum(persons) OVER (PARTITION BY insutype, age_band ORDER BY long_stays) AS DOUBLE)
        / nullif(CAST(sum(persons) OVER (PARTITION BY insutype, age_band) AS DOUBLE), 0) AS share
    FROM peak
),

usual AS (
    SELECT
        insutype,
        age_band,
        min(long_stays) AS usual_stays
    FROM ranked
    WHERE share >= $usual_share
    GROUP BY insutype, age_band
),

frequent AS (
    SELECT
        c.*,
        c.short_stays >= $short_stays AS is_short
    FROM counted AS c
    LEFT JOIN usual AS u
        ON
            u.insutype IS NOT DISTINCT FROM c.insutype
            AND u.age_band IS NOT DISTINCT FROM c.age_band
    WHERE
        c.short_stays >= $short_stays
        OR c.long_stays >= greatest($long_stays, u.usual_stays)
),

-- A person's admissions stand in blocks of 50: only those of two blocks are compared. A number
-- that thousands share must not have all of them joined with all.
block AS (
    SELECT
        c.psn_no,
        c.mdtrt_id,
        c.day_no,
        c.place,
        c.place // 50 + b.step AS block_no
    FROM counted AS c
    CROSS JOIN (SELECT 0 AS step UNION ALL SELECT 1 AS step) AS b
    WHERE c.psn_no IN (SELECT f.psn_no FROM frequent AS f)
),

proof AS (
    SELECT
        f.*,
        b.mdtrt_id AS proof_id,
        row_number() OVER (
            PARTITION BY f.mdtrt_id ORDER BY b.day_no DESC, b.mdtrt_id ASC
        ) AS nth
    FROM frequent AS f
    INNER JOIN block AS b
        ON
            b.psn_no = f.psn_no
            AND b.block_no = f.last_place // 50
            AND b.place <= f.last_place
            AND b.place > f.last_place - least(
                50, CASE WHEN f.is_short THEN f.short_stays ELSE f.long_stays END
            )
)

SELECT
    mdtrt_id AS subject_id,
    psn_no,
    fixmedins_code,
    adm_date AS event_date,
    medfee_sumamt AS total_amount,
    fund_pay_sumamt AS fund_amount,
    CAST(CASE WHEN is_short THEN short_stays ELSE long_stays END AS DOUBLE) AS measured_value,
    string_agg('mdtrt_d:' || proof_id, ';' ORDER BY nth)
        AS evidence
FROM proof
GROUP BY
    mdtrt_id, psn_no, fixmedins_code, adm_date, medfee_sumamt, fund_pay_sumamt, is_short,
    short_stays, long_stays
