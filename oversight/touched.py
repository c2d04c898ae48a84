"""Whose rows of earlier months are other since new ones came, and from which day on.

A late settlement gives the lines of a stay their fund part, a refund takes them back, a stay goes
on over the month's first day: the findings of such a person are judged anew, from the day on from
which the rows are other.
"""

from oversight import exchange, prepared

_STEP = "touched"
# Who has rows of before ``$since`` that are other now, and from which day on: ``$recent``, the
# earlier ``$older``, or any.
# Read where tables mean the rows cut out of them (exchange.cut); of all days they are ``whole``.
_TOUCHED = f"""
INSERT INTO touched
WITH arrived AS (
    SELECT s.psn_no, s.setl_id, s.init_setl_id, s.mdtrt_id, s.begndate
    FROM setl_d AS s
    WHERE coalesce(CAST(s.setl_time AS DATE), s.enddate) >= $since
),
begun_before AS MATERIALIZED (
    SELECT DISTINCT n.mdtrt_id, CASE WHEN n.mdtrt_id IS NULL THEN n.setl_id END AS setl_id
    FROM fee_list_d AS n
    WHERE n.fee_ocur_time >= $since
        AND coalesce(n.mdtrt_id, '') NOT IN (SELECT m.mdtrt_id FROM mdtrt_d AS m)
),
sold AS (
    SELECT m.psn_no, m.sel_retn_time >= $since AND m.sel_retn_cnt < 0 AS is_new_return,
        sum(coalesce(m.sel_retn_cnt, 1)) OVER so_far AS balance,
        sum(CASE WHEN m.sel_retn_time >= $recent THEN coalesce(m.sel_retn_cnt, 1) END)
            OVER so_far AS recent_balance
    FROM whole.medins_prod_sel_d AS m
    WHERE m.sel_retn_time >= $older AND coalesce(m.vali_flag, '1') = '1'
        AND NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = m.setl_id)
    WINDOW so_far AS (
        PARTITION BY m.fixmedins_code, coalesce(m.med_list_codg, m.medins_list_codg), m.psn_no
        ORDER BY m.sel_retn_time, m.sel_retn_cnt DESC
    )
),
changed AS (
    SELECT psn_no, mdtrt_id, begndate AS day FROM arrived
    UNION ALL
    SELECT a.psn_no, o.mdtrt_id, o.begndate AS day
    FROM arrived AS a
    LEFT JOIN whole.setl_d AS o ON o.setl_id = a.init_setl_id AND o.setl_time >= $older
    WHERE a.init_setl_id IS NOT NULL
    UNION ALL
    SELECT f.psn_no, f.mdtrt_id, CASE WHEN f.mdtrt_id IS NOT NULL THEN f.fee_ocur_time END AS day
    FROM whole.fee_list_d AS f
    WHERE f.fee_ocur_time >= $before AND f.fee_ocur_time < $since
        AND f.setl_id IN (
            SELECT a.setl_id FROM arrived AS a
            UNION ALL
            SELECT m.setl_id FROM medins_prod_sel_d AS m WHERE m.sel_retn_time >= $since
        )
    UNION ALL
    SELECT m.psn_no, NULL AS mdtrt_id, m.begntime AS day FROM whole.mdtrt_d AS m
    WHERE m.begntime >= $before AND m.begntime < $since
        AND m.mdtrt_id IN (SELECT a.mdtrt_id FROM arrived AS a)
    UNION ALL
    -- Most lines come back soon. One from before lies near its encounter.
    SELECT r.psn_no, r.mdtrt_id, coalesce(f.fee_ocur_time, m.begntime - $margin) AS day
    FROM fee_list_d AS r
    LEFT JOIN whole.fee_list_d AS f
        ON f.bkkp_sn = r.init_feedetl_sn AND f.mdtrt_id = r.mdtrt_id
        AND f.fee_ocur_time >= $recent
    LEFT JOIN whole.mdtrt_d AS m ON m.mdtrt_id = r.mdtrt_id AND m.begntime >= $older
    WHERE r.init_feedetl_sn IS NOT NULL AND r.fee_ocur_time >= $since
    UNION ALL
    -- More brought back than bought in these days: some of earlier sales.
    SELECT psn_no, NULL AS mdtrt_id,
        CASE WHEN min(recent_balance) >= 0 THEN $recent WHEN min(balance) >= 0 THEN $older END
            AS day
    FROM sold
    GROUP BY psn_no
    HAVING bool_or(is_new_return)
    UNION ALL
    SELECT psn_no, NULL AS mdtrt_id, begntime AS day FROM whole.mdtrt_d
    WHERE begntime < $since AND coalesce(endtime >= $since, TRUE)
    UNION ALL
    -- An encounter of which nobody sent more than its lines, some of them earlier.
    SELECT f.psn_no, f.mdtrt_id, NULL AS day FROM whole.fee_list_d AS f
    WHERE f.fee_ocur_time < $since AND coalesce(f.mdtrt_id, f.setl_id) IN (
        SELECT coalesce(n.mdtrt_id, n.setl_id) FROM begun_before AS n
        WHERE coalesce(n.mdtrt_id, '') NOT IN (
            SELECT m.mdtrt_id FROM whole.mdtrt_d AS m
            WHERE m.mdtrt_id IN (SELECT b.mdtrt_id FROM begun_before AS b)
        )
    )
    UNION ALL
    -- Of another row's encounter nobody noted when it began.
    SELECT psn_no, NULL AS mdtrt_id, CASE WHEN table_name = 'mdtrt_d' THEN day END AS day
    FROM load_change
    WHERE coalesce(day < $since, TRUE) AND list_contains($tables, table_name)
)
-- A finding may bear the day on which the encounter began.
SELECT
    c.psn_no,
    CASE
        WHEN
            bool_and(coalesce(c.day >= $recent AND coalesce(m.begntime, c.first) >= $recent, FALSE))
            THEN $recent
        WHEN
            bool_and(coalesce(c.day >= $older AND coalesce(m.begntime, c.first) >= $older, FALSE))
            THEN $older
        ELSE {exchange.ANY}
    END
FROM (SELECT *, CASE WHEN mdtrt_id IS NULL THEN day END AS first FROM changed) AS c
LEFT JOIN (
    SELECT w.mdtrt_id, w.begntime FROM whole.mdtrt_d AS w WHERE w.begntime >= $older
) AS m ON m.mdtrt_id = c.mdtrt_id
WHERE c.psn_no IS NOT NULL AND coalesce(c.day < $since, TRUE)
GROUP BY c.psn_no
"""
# Lines as they came: that one is of no account, or came back, makes nobody untouched.
_LINES = f"""
CREATE OR REPLACE VIEW {exchange.MONTH}.main.net_fee AS
SELECT *, coalesce(hilist_code, med_list_codg) AS item_code,
    CAST(fee_ocur_time AS DATE) AS fee_date, CAST(NULL AS DOUBLE) AS fund_amt
FROM fee_list_d
"""
# Their tests, whenever made, are rows of a view from the first dialysis on.
_NEW_PATIENTS = f"""
INSERT INTO touched
SELECT DISTINCT d.psn_no, {exchange.ANY} FROM dialysis_session AS d
WHERE d.fee_ocur_time >= $since
    AND d.psn_no NOT IN (SELECT k.psn_no FROM {prepared.MAIN}.dialysis_session AS k
                         WHERE k.fee_date < $since AND k.psn_no IS NOT NULL)
"""
# The diagnoses came before the settlement, or the encounter, from which they have their day.
_DAY_CAME = f"""
INSERT INTO touched
SELECT DISTINCT k.psn_no, {exchange.ANY} FROM {prepared.MAIN}.diagnosis AS k
WHERE k.diag_date IS NULL AND k.psn_no IN (
    SELECT psn_no FROM setl_d UNION ALL SELECT psn_no FROM mdtrt_d
)
"""
# Their rows from ``$first`` on are cut out: what began before and lasted until ``$day`` would not
# be seen beside what happened during it.
_LONG_STAYS = """
UPDATE touched SET day = {earlier}
WHERE day = $day AND psn_no IN (
    SELECT m.psn_no FROM whole.mdtrt_d AS m
    WHERE m.begntime < $first AND coalesce(m.endtime >= $day, TRUE)
)
"""


def fill(con, rules, since):
    """Fill the working table ``touched`` when rows from ``since`` on are new.

    ``rules`` are those judged by person: with the views, what they read counts. Names mean the
    rows cut out of the claims (exchange.cut), which ``con`` looks at.
    """
    read = {table for view in exchange.views() for table in view.card["tables"]}
    read |= {table for rule in rules for table in rule.card["tables"]}
    recent = since - exchange.RECENT
    exchange.overlay(con, "cancelled_setl")
    # A killed screening has begun to change the kept tables that tell some of them.
    if _STEP in prepared.done(con):
        return
    con.execute("DELETE FROM touched")
    con.execute(
        _TOUCHED,
        {
            "since": since,
            "older": since - exchange.OLDER,
            "recent": recent,
            "before": recent - exchange.MARGIN,
            "margin": exchange.MARGIN,
            "tables": sorted(read),
        },
    )
    if prepared.held(con, "dialysis_session"):
        exchange.overlay(con, "dialysis_session")
        con.execute(_LINES)
        con.execute(_NEW_PATIENTS, {"since": since})
        exchange.overlay(con, "dialysis_session")
    if prepared.held(con, "diagnosis"):
        con.execute(_DAY_CAME)
    # Each person once.
    con.execute(
        f"DELETE FROM touched WHERE day > {exchange.ANY}"
        f" AND psn_no IN (SELECT t.psn_no FROM touched AS t WHERE t.day = {exchange.ANY})"
    )
    # One tier after the other: who had a long stay over both days had better be looked at whole.
    for ago, earlier in (
        (exchange.RECENT, f"DATE '{since - exchange.OLDER}'"),
        (exchange.OLDER, exchange.ANY),
    ):
        about = {"day": since - ago, "first": exchange.from_day(since, ago)}
        con.execute(_LONG_STAYS.format(earlier=earlier), about)
    prepared.finish(con, _STEP)
