-- What the encounters of a batch were charged, what was settled, and who paid it. Amounts are
-- whole cents until they are inserted, so that every sum agrees to the cent.
CREATE OR REPLACE TEMP TABLE line AS
WITH offered AS (
    SELECT
        e.enc, e.drawn_by, e.i, e.begins, e.days_charged, e.kind, e.lv, e.session_no, m.menu_no,
        m.role, m.cnt_from, m.cnt_to, t.role AS item_role, t.list_type, t.per_day, t.supply_days,
        t.after_items IS NOT NULL AS is_second_line,
        e.refund = '无' AND NOT e.is_void AS is_kept,
        list_contains(e.quirks, '挂床') AS is_idle,
        CASE WHEN m.role = '每日' THEN 100
             ELSE m.chance
                 * (1 + date_diff('day', getvariable('first_day'), e.begins) * 0.00018)
                 * CASE WHEN t.chrg_lv = '03' THEN n.own_pct
                        WHEN t.chrg_type IN ('03', '04', '05', '09', '10', '11') THEN n.zeal
                        ELSE 100 END / 100
        END AS chance,
        CASE WHEN list_contains(e.quirks, '一级护理2天') THEN 2
             WHEN e.kind = '住院' AND len(e.quirks) = 1 AND chance('first class', e.drawn_by, 9)
                 THEN least(3, e.days_charged)
             ELSE 0 END AS first_class_days
    FROM encounter AS e
    INNER JOIN institution_draft AS n ON e.inst_no = n.inst_no
    INNER JOIN menu AS m
        ON e.diag_no = m.diag_no AND e.kind = m.place AND (e.lv >= m.min_lv OR m.chance = 100)
    INNER JOIN item AS t ON m.menu_no = t.menu_no
    WHERE
        coalesce(t.sex = e.gend, TRUE)
        AND coalesce(e.age >= t.age_from, TRUE) AND coalesce(e.age_after <= t.age_to, TRUE)
        AND NOT (t.offline_only AND e.is_online)
        AND (
            t.every IS NULL
            OR (
                -- A planted person's encounters are numbered otherwise.
                e.i < getvariable('persons')
                AND e.enc % 4096 % 100 % t.every = roll('turn', e.i * 256 + m.menu_no, t.every)
            )
        )
        -- 单列 is charged what is planted only, 只检查 and 挂床 are not treated.
        AND NOT list_contains(e.quirks, '单列')
        AND NOT (list_contains(e.quirks, '缺检') AND m.role = '定检')
        AND NOT (
            list_contains(e.quirks, '只检查')
            AND t.chrg_type IN ('05', '06', '08', '09', '10', '11')
        )
        AND NOT (
            list_contains(e.quirks, '挂床') AND m.role <> '单次'
            AND t.chrg_type NOT IN ('01', '02', '07')
        )
),

daily AS (
    SELECT
        o.enc, o.i,
        CASE WHEN o.item_role = '护理' AND d.day < o.first_class_days
            THEN (SELECT menu_no FROM item WHERE role = '一级护理') ELSE o.menu_no END AS menu_no,
        d.day::INTEGER AS day, 1 AS cnt
    FROM offered AS o
    CROSS JOIN LATERAL range(o.days_charged) AS d (day)
    WHERE o.role = '每日'
    UNION ALL
    -- Hours of oxygen and monitoring in the first days of a stay.
    SELECT
        o.enc, o.i, o.menu_no, d.day::INTEGER,
        o.cnt_from + roll('hours', (o.enc * 256 + o.menu_no) * 64 + d.day, o.cnt_to - o.cnt_from + 1)
    FROM offered AS o
    CROSS JOIN LATERAL range(least(
        o.days_charged, 1 + roll('days of', o.drawn_by * 256 + o.menu_no, 6)
    )) AS d (day)
    WHERE o.role = '按时' AND chance('charged', o.drawn_by * 256 + o.menu_no, o.chance)
),

course AS (
    SELECT
        o.enc, o.i, o.menu_no, d.day::INTEGER AS day,
        -- What is counted by the hour begins in the middle of a day.
        CASE d.day WHEN 0 THEN greatest(1, o.per_day // 2) ELSE o.per_day END AS cnt
    FROM offered AS o
    CROSS JOIN LATERAL range(least(
        o.days_charged,
        o.cnt_from + roll('count', o.drawn_by * 256 + o.menu_no, o.cnt_to - o.cnt_from + 1)
    )) AS d (day)
    WHERE o.role = '疗程' AND chance('charged', o.drawn_by * 256 + o.menu_no, o.chance)
),

drawn AS MATERIALIZED (
    SELECT
        enc, i, drawn_by, menu_no, begins, is_second_line, is_kept,
        CASE
            WHEN is_idle THEN 0
            WHEN role = '带药' THEN days_charged - 1
            ELSE roll('charged on', drawn_by * 256 + menu_no, days_charged)
        END AS day,
        CASE role WHEN '带药' THEN supply_days END AS taken_home,
        -- A long stay takes more of what is given by the day.
        CASE WHEN role IN ('定检', '带药') THEN 1 ELSE
        greatest(1, (cnt_from + roll('count', drawn_by * 256 + menu_no, cnt_to - cnt_from + 1))
            * CASE WHEN kind = '住院' AND cnt_to > 4 THEN days_charged ELSE 8 END
            * CASE
                WHEN kind <> '住院' OR list_type <> '101' OR lv <= 1 THEN 10
                WHEN lv = 2 THEN 14
                ELSE 20
            END
            // 80)::INTEGER END AS cnt
    FROM offered
    WHERE
        (role = '单次' AND chance('charged', drawn_by * 256 + menu_no, chance))
        OR (role = '带药' AND chance('taken home', drawn_by * 256 + menu_no, chance))
        -- Regular tests of a dialysis patient, once in so many sessions.
        OR (role = '定检' AND session_no % cnt_to = 1)
),

once AS MATERIALIZED (
    SELECT enc, i, drawn_by, menu_no, day, taken_home, cnt
    FROM drawn
    WHERE NOT is_second_line
    UNION ALL
    SELECT s.enc, s.i, s.drawn_by, s.menu_no, s.day, s.taken_home, s.cnt
    FROM (SELECT * FROM drawn WHERE is_second_line) AS s
    WHERE EXISTS (
        SELECT 1
        FROM drawn AS f
        INNER JOIN first_line AS l ON f.menu_no = l.first_no
        WHERE
            f.i = s.i AND l.menu_no = s.menu_no AND f.is_kept
            AND (s.begins + s.day) - (f.begins + f.day) BETWEEN 1 AND 170
    )
),

accessory AS (
    SELECT
        o.enc, o.i, b.menu_no, o.day,
        b.cnt_from + roll('count', o.drawn_by * 256 + b.menu_no, b.cnt_to - b.cnt_from + 1) AS cnt
    FROM once AS o
    INNER JOIN beside AS b ON o.menu_no = b.main_no
    WHERE chance('charged', o.drawn_by * 256 + b.menu_no, b.chance)
),

-- '+item*count@day' or '@day-day', and perhaps: 自费 the patient paid, 未转 the excess over the
-- ceiling was left in scope, 折半 at half the price, 带14 taken home for 14 days, 用28 lasts 28
-- days, 备 a remark to the end; '-item*count@day' returned.
quirk AS (
    SELECT
        enc, i,
        regexp_extract(
            quirk, '^([+-])([0-9A-Z]+)\*([0-9]+)@([0-9]+)-?([0-9]*)([^备]*)备?(.*)$',
            ['sign', 'code', 'cnt', 'first', 'last', 'how', 'memo']
        ) AS q
    FROM (SELECT enc, i, unnest(quirks) AS quirk FROM encounter WHERE quirks <> [''])
),

planted_line AS (
    SELECT
        e.enc, e.i, t.menu_no, d.day::INTEGER AS day, TRY_CAST(e.q.cnt AS INTEGER) AS cnt,
        CASE
            WHEN e.q.sign = '-' THEN 'U'
            WHEN contains(e.q.how, '自费') THEN 'O'
            WHEN contains(e.q.how, '未转') THEN 'X'
            WHEN contains(e.q.how, '折半') THEN 'H'
            ELSE 'P'
        END AS mark,
        TRY_CAST(regexp_extract(e.q.how, '带([0-9]+)', 1) AS INTEGER) AS taken_home,
        TRY_CAST(regexp_extract(e.q.how, '用([0-9]+)', 1) AS INTEGER) AS supply_days,
        nullif(e.q.memo, '') AS memo
    FROM quirk AS e
    CROSS JOIN LATERAL range(
        TRY_CAST(e.q.first AS INTEGER),
        coalesce(TRY_CAST(e.q.last AS INTEGER), TRY_CAST(e.q.first AS INTEGER)) + 1
    ) AS d (day)
    INNER JOIN (SELECT code, min(menu_no) AS menu_no FROM item GROUP BY code) AS t
        ON e.q.code = t.code
),

-- Marks: P planted, O planted and paid by the patient, X planted with the excess not turned over,
-- H planted at half the price, U planted and returned, T returned, W struck out.
charged AS (
    SELECT
        enc, i, menu_no, day, cnt, '' AS mark, NULL::INTEGER AS taken_home,
        NULL::INTEGER AS supply_days, NULL::VARCHAR AS memo
    FROM daily
    UNION ALL
    SELECT enc, i, menu_no, day, cnt, '', taken_home, NULL, NULL FROM once
    UNION ALL
    SELECT enc, i, menu_no, day, cnt, '', NULL, NULL, NULL FROM course
    UNION ALL
    SELECT enc, i, menu_no, day, cnt, '', NULL, NULL, NULL FROM accessory
    UNION ALL
    SELECT enc, i, menu_no, day, cnt, mark, taken_home, supply_days, memo FROM planted_line
),

marked AS (
    SELECT * REPLACE (CASE mark WHEN 'U' THEN -cnt ELSE cnt END AS cnt)
    FROM charged
    UNION ALL
    -- Drugs brought back to the ward pharmacy on the same day, half of them.
    SELECT o.enc, o.i, o.menu_no, o.day, -(o.cnt // 2), 'T', NULL, NULL, NULL
    FROM once AS o
    INNER JOIN item AS t ON o.menu_no = t.menu_no
    WHERE t.list_type = '101' AND o.cnt >= 2 AND chance('returned', o.drawn_by * 256 + o.menu_no, 1.4)
    UNION ALL
    -- A line keyed in twice and struck out.
    SELECT enc, i, menu_no, day, cnt, 'W', NULL, NULL, NULL
    FROM once
    WHERE chance('struck out', enc * 256 + menu_no, 0.25)
),

priced AS (
    SELECT
        m.enc, m.i, m.menu_no, m.day, m.cnt, m.mark, m.taken_home,
        coalesce(m.taken_home, m.supply_days, t.supply_days) AS supply_days, m.memo,
        CASE WHEN e.interim_day IS NULL OR m.day < e.interim_day THEN 1 ELSE 2 END AS part,
        CASE t.list_type WHEN '201' THEN t.price_c * n.price_pct // 100 ELSE t.price_c END
        // CASE m.mark WHEN 'H' THEN 2 ELSE 1 END AS price_c,
        t.uplmt_c, t.selfpay_bp, t.chrg_lv = '03' OR m.mark = 'O' AS is_own
    FROM marked AS m
    INNER JOIN encounter AS e ON m.enc = e.enc
    INNER JOIN institution_draft AS n ON e.inst_no = n.inst_no
    INNER JOIN item AS t ON m.menu_no = t.menu_no
),

shared AS (
    SELECT
        *,
        price_c * cnt AS amount,
        CASE WHEN is_own THEN price_c * cnt ELSE 0 END AS own,
        CASE WHEN is_own OR mark = 'X' THEN 0
             ELSE greatest(price_c - coalesce(uplmt_c, price_c), 0) * cnt END AS over_limit
    FROM priced
)

SELECT
    * EXCLUDE (is_own),
    CASE WHEN is_own THEN 0 ELSE part_of(amount - over_limit, selfpay_bp) END AS first_own,
    amount - own - over_limit
    - CASE WHEN is_own THEN 0 ELSE part_of(amount - over_limit, selfpay_bp) END AS in_scope
FROM shared;

CREATE OR REPLACE TEMP TABLE bill AS
WITH summed AS (
    SELECT
        enc, part, sum(amount)::BIGINT AS amount, sum(own)::BIGINT AS own,
        sum(over_limit)::BIGINT AS over_limit, sum(first_own)::BIGINT AS first_own,
        sum(in_scope)::BIGINT AS in_scope
    FROM line
    WHERE mark <> 'W'
    GROUP BY enc, part
),

timed AS (
    SELECT
        s.*, e.i, e.kind, e.med_type, e.diag_no, e.begins, e.ends, e.inst_no, e.lv, e.quirks, e.insutype, e.psn_type,
        e.idet_type, e.is_entitled, e.pay_loc, e.is_void, e.refund, e.aid_way, e.arrives + e.minutes AS pays,
        CASE WHEN s.part = 1 THEN coalesce(e.begins + e.interim_day, e.ends) ELSE e.ends END
            AS until,
        e.interim_day IS NOT NULL AND s.part = 1 AS is_interim
    FROM summed AS s
    INNER JOIN encounter AS e ON s.enc = e.enc
),

settled AS (
    SELECT
        *,
        until + CASE
            WHEN list_contains(quirks, '9天后结算') THEN 9
            WHEN pay_loc = '1' THEN 20 + roll('paper brought', enc, 41)
            WHEN kind <> '住院' OR is_interim OR roll('settled late', enc, 10) < 8 THEN 0
            ELSE least(1 + roll('days late', enc, 2),
                       date_diff('day', until, getvariable('as_of')))
        END::INTEGER AS settled_on,
        CASE
            WHEN kind <> '住院' OR part = 2 THEN 0
            WHEN insutype = '310'
                THEN CASE WHEN lv >= 3 THEN 60000 WHEN lv = 2 THEN 40000 ELSE 20000 END
            WHEN lv >= 3 THEN 70000
            WHEN lv = 2 THEN 45000
            ELSE 20000
        END AS deductible,
        CASE
            WHEN kind = '住院' AND insutype = '310'
                THEN CASE WHEN lv = 9 THEN 7800 WHEN lv = 3 THEN 8700 WHEN lv = 2 THEN 9000
                          ELSE 9300 END + CASE WHEN psn_type = '1201' THEN 300 ELSE 0 END
            WHEN kind = '住院'
                THEN CASE WHEN lv = 9 THEN 6000 WHEN lv = 3 THEN 7000 WHEN lv = 2 THEN 8000
                          ELSE 9000 END
            WHEN kind = '透析' THEN CASE insutype WHEN '310' THEN 9000 ELSE 8200 END
            WHEN kind = '慢病' THEN CASE insutype WHEN '310' THEN 8000 ELSE 7000 END
            WHEN kind = '门诊' THEN CASE insutype WHEN '310' THEN 6000 ELSE 5000 END
            WHEN insutype = '310' THEN 5000
            ELSE 0
        END AS fund_share
    FROM timed
    WHERE until IS NOT NULL
),

insured AS (
    SELECT
        *,
        least(deductible, in_scope) AS deducted,
        part_of(in_scope - least(deductible, in_scope), fund_share) AS pooled
    FROM settled
    WHERE settled_on <= getvariable('as_of')
),

seriously_ill AS (
    SELECT
        *,
        CASE WHEN insutype = '390'
            THEN part_of(greatest(in_scope - pooled - 1400000, 0), 6000) ELSE 0 END AS serious
    FROM insured
),

elsewhere AS (
    SELECT
        *,
        CASE
            WHEN list_contains(quirks, '互助未超') THEN part_of(in_scope - pooled - serious, 3000)
            WHEN kind = '住院' AND idet_type IS NULL AND refund = '无'
                AND quirks = [''] AND chance('insured elsewhere', enc, 2)
                THEN part_of(amount - pooled - serious, 2500)
            ELSE 0
        END AS other_payer
    FROM seriously_ill
),

aided AS (
    SELECT
        s.*, d.maf_dedc, d.maf_prop,
        in_scope - pooled - serious - other_payer AS aid_base,
        -- Nobody's bills but a single large one reach the limit of a year.
        CASE WHEN is_entitled AND aid_way <> '无' THEN least(part_of(
            greatest(
                in_scope - pooled - serious - other_payer
                - (d.maf_dedc::DECIMAL(10, 2) * 100)::BIGINT, 0
            ),
            (d.maf_prop::DECIMAL(5, 4) * 10000)::BIGINT
        ), (d.year_lmt::DECIMAL(10, 2) * 100)::BIGINT) + coalesce(x.extra, 0) ELSE 0 END AS aid
    FROM elsewhere AS s
    LEFT JOIN csv_assistance_standards AS d ON s.idet_type = d.psn_idet_type
    LEFT JOIN planted_aid AS x ON s.enc = x.enc
),

funded AS (
    SELECT
        * EXCLUDE (other_payer),
        CASE WHEN aid_way = '一站式' THEN aid ELSE 0 END AS aid_in_bill,
        pooled + serious + CASE WHEN aid_way = '一站式' THEN aid ELSE 0 END AS fund,
        CASE
            WHEN list_contains(quirks, '商保超额')
                THEN amount - pooled - serious - aid + 50000
            WHEN list_contains(quirks, '商保未扣')
                THEN part_of(amount - pooled - serious - aid, 5000)
            ELSE other_payer
        END AS other_payer
    FROM aided
),

-- A few hospitals take nothing from the patient.
waived AS (
    SELECT *, CASE WHEN list_contains(quirks, '减免') THEN amount - fund ELSE 0 END AS waived
    FROM funded
)

SELECT
    *,
    amount - fund - waived AS own_payment,
    CASE WHEN insutype = '310'
        THEN part_of(
            amount - fund - waived,
            CASE WHEN kind = '药店' THEN 9500 WHEN kind = '住院' THEN 2500 ELSE 7000 END
        )
    ELSE 0 END AS from_account,
    settled_on + INTERVAL (
        CASE WHEN kind = '住院' THEN 600 + roll('minute', enc * 2 + part, 480) ELSE pays END
    ) MINUTE AS settled_at,
    settled_on + (1 + roll('refunded after', enc, 12)) AS refunded_on,
    -- 1 the settlement, 2 what takes it back, 3 the settlement made anew.
    CASE
        WHEN refund = '无'
            OR settled_on + (1 + roll('refunded after', enc, 12)) > getvariable('as_of')
            THEN [1]
        WHEN refund = '重结' THEN [1, 2, 3]
        ELSE [1, 2]
    END AS copies
FROM waived;
