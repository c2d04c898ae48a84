"""What new months can change: which rules may look at a part of the rows only.

A rule whose card says how far ``back`` (and ``ahead``) of a finding its rows lie, need not see
the others. Judged by person (unit 人), its earlier findings stand, but for persons whose own
rows have changed (touched.py): theirs are judged anew from the day on from which rows are
other, on all the rows that this needs. Some such rules see all rows of whoever had what they
are about (users). Judged by month (unit 月), because different persons' rows count together, it
is judged anew from the first month in which a row has changed. A rule of the last so many days
(unit 截至日) is judged wholly anew, on those. Whatever else has changed since the last whole
screening makes a rule run in full. So the result is that of a full run, as long as a line and
its settlement are of one person, and rows that belong together (a sale and its line) lie no
more than a week apart.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from oversight import catalog, exchange, prepared, publishing, rulebook, touched

# Written at loading (inserting.py): persons whose rows were new or other than before.
CHANGES = "load_change"
# The tables as the last whole screening saw them, and when.
STATE = "screened_state"
_KNOWLEDGE = {"kb_item", "kb_pair"}
_IN_FORCE = (
    "coalesce(begndate, CAST($as_of AS DATE)) <= $as_of AND coalesce(enddate > $as_of, TRUE)"
)
# Sales that change rows of nobody's name, or of no day.
_NAMELESS = """
SELECT 1 FROM medins_prod_sel_d
WHERE psn_no IS NULL AND sel_retn_cnt < 0 AND sel_retn_time >= $since
UNION ALL
SELECT 1 FROM fee_list_d
WHERE (psn_no IS NULL OR fee_ocur_time IS NULL) AND setl_id IN (
    SELECT m.setl_id FROM medins_prod_sel_d AS m WHERE m.sel_retn_time >= $since
)
LIMIT 1
"""
# What arrived since ``$since`` for rows of earlier days, by the table in whose rows it tells: a
# settlement gives earlier lines their fund part and an earlier stay its cost, a return takes back.
# Read where tables mean the rows cut out of them and all of those in ``touched``.
_ARRIVED = """
SELECT coalesce(setl_id, '') AS setl_id, init_setl_id, mdtrt_id
FROM setl_d
WHERE
    coalesce(CAST(setl_time AS DATE), enddate) >= $since
    OR psn_no IN (
        SELECT c.psn_no FROM load_change AS c
        WHERE c.table_name = 'setl_d' AND coalesce(c.day < $since, TRUE)
    )
"""
_CHANGED = {
    "fee_list_d": f"""
WITH arrived AS ({_ARRIVED})
SELECT min(day) FROM (
    SELECT min(fee_ocur_time) AS day FROM fee_list_d
    WHERE fee_ocur_time < $since AND setl_id IN (
        SELECT setl_id FROM arrived
        UNION ALL
        SELECT init_setl_id FROM arrived WHERE init_setl_id IS NOT NULL
    )
    UNION ALL
    SELECT min(f.fee_ocur_time) FROM fee_list_d AS f
    INNER JOIN fee_list_d AS r
        ON r.init_feedetl_sn = f.bkkp_sn AND coalesce(r.mdtrt_id, '') = coalesce(f.mdtrt_id, '')
    WHERE
        r.fee_ocur_time >= $since AND r.init_feedetl_sn IS NOT NULL AND f.fee_ocur_time < $since
)
""",
    "mdtrt_d": f"""
SELECT min(begntime) FROM mdtrt_d
WHERE begntime < $since AND mdtrt_id IN (SELECT mdtrt_id FROM ({_ARRIVED}) WHERE mdtrt_id <> '')
""",
    # A return takes back the latest sales still open (queries/views/net_sale.sql): those since the
    # balance was last as low as it leaves it.
    "medins_prod_sel_d": f"""
WITH moved AS (
    SELECT
        fixmedins_code,
        coalesce(med_list_codg, medins_list_codg) AS item_code,
        psn_no,
        sum(coalesce(sel_retn_cnt, 1)) OVER (
            PARTITION BY fixmedins_code, coalesce(med_list_codg, medins_list_codg), psn_no
            ORDER BY sel_retn_time, sel_retn_cnt DESC
        ) AS balance
    FROM medins_prod_sel_d AS m
    WHERE
        sel_retn_time >= $since
        AND coalesce(vali_flag, '1') = '1'
        AND NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = m.setl_id)
),
returned AS (
    SELECT fixmedins_code, item_code, psn_no, -min(balance) AS cnt
    FROM moved
    GROUP BY ALL
    HAVING min(balance) < 0
),
summed AS (
    SELECT
        s.sel_retn_time,
        sum(coalesce(s.sel_retn_cnt, 1)) OVER (sold ORDER BY s.sel_retn_time) AS balance,
        sum(coalesce(s.sel_retn_cnt, 1)) OVER sold - r.cnt AS left_cnt,
        dense_rank() OVER (
            ORDER BY s.fixmedins_code, coalesce(s.med_list_codg, s.medins_list_codg), s.psn_no
        ) AS sold_no
    FROM medins_prod_sel_d AS s
    INNER JOIN returned AS r
        ON
            r.fixmedins_code = s.fixmedins_code
            AND r.item_code = coalesce(s.med_list_codg, s.medins_list_codg)
            AND r.psn_no IS NOT DISTINCT FROM s.psn_no
    WHERE
        s.sel_retn_time < $since
        AND coalesce(s.vali_flag, '1') = '1'
        AND NOT EXISTS (SELECT 1 FROM cancelled_setl AS c WHERE c.setl_id = s.setl_id)
    WINDOW sold AS (
        PARTITION BY s.fixmedins_code, coalesce(s.med_list_codg, s.medins_list_codg), s.psn_no
    )
),
reached AS (
    SELECT
        sel_retn_time,
        max(CASE WHEN balance <= left_cnt THEN sel_retn_time END) OVER (PARTITION BY sold_no)
            AS low_time
    FROM summed
)
SELECT min(day) FROM (
    SELECT min(sel_retn_time) AS day FROM reached
    WHERE coalesce(sel_retn_time > low_time, TRUE)
    UNION ALL
    SELECT min(sel_retn_time) FROM medins_prod_sel_d
    WHERE sel_retn_time < $since AND setl_id IN (
        SELECT init_setl_id FROM ({_ARRIVED}) WHERE init_setl_id IS NOT NULL
    )
)
""",
}
# Whose history some rules need whole: who had since then what such a rule is about.
_USERS = f"""
INSERT INTO {exchange.USERS}
SELECT psn_no FROM touched
UNION
SELECT psn_no FROM fee_list_d
WHERE fee_ocur_time >= $since AND psn_no IS NOT NULL AND coalesce(hilist_code, med_list_codg) IN (
    SELECT item_code FROM item_point WHERE list_contains($codes, rule_code)
)
"""
# Windows that begin within so many days of where rows are cut begin there.
_NEAR = timedelta(days=3)


@dataclass(frozen=True)
class Window:
    """The part of the rows a rule looks at: those from ``first`` on.

    With ``by_person`` also the rows that are other than before of the persons in ``touched``, and
    of those who are there since an older day what they had from ``older`` on. Its findings from
    ``from_day`` on, and theirs, are judged anew; all of them when ``from_day`` is None. ``first``
    None: all rows of the persons in ``users``, and no others.
    """

    first: date | None
    from_day: date | None
    by_person: bool
    older: date | None = None


def changes(con, rules, params, since, as_of):
    """What the claims have other than at the last whole screening: an exchange.Change, or None.

    With ``since`` it holds the Window of each rule that may look at a part of the rows; a rule
    left out runs in full. Cuts the changed rows out (exchange.MONTH), and fills the working table
    ``touched`` with the persons of whom earlier rows are other than before, and from which day on.
    None when nothing was ever noted; without ``since`` also when anything changed at all.
    """
    then = dict(con.execute(f"SELECT table_name, print FROM {STATE}").fetchall())
    if not then:
        return None
    now = _prints(con, as_of)
    tables = {table for table in now if now[table] != then.get(table)}
    noted = con.execute(
        f"SELECT table_name, CASE WHEN count(day) = count(*) THEN min(day) END FROM {CHANGES}"
        " GROUP BY table_name"
    ).fetchall()
    if since is None:
        return None if tables or noted else exchange.Change(None)
    change = exchange.Change(
        since,
        since - exchange.MARGIN - _NEAR,
        dict(noted) | dict.fromkeys(tables),
        tables | _stale(con, since),
    )
    exchange.cut(con, change.cut)
    prepared.look(con, f"{exchange.MONTH}.main")
    if con.execute(_NAMELESS, {"since": since}).fetchone():
        change.stale.add("medins_prod_sel_d")
    by_person = [rule for rule in rules if _unit(rule, params) == "人"]
    touched.fill(con, by_person, since)
    exchange.widen(con, since, change.cut, [*_CHANGED.values(), _USERS])
    codes = _windows(con, rules, params, change, as_of)
    exchange.overlay(con, "item_point")
    con.execute(_USERS, {"since": change.cut, "codes": codes})
    prepared.look(con, prepared.MAIN)
    return change


def _windows(con, rules, params, change, as_of):
    """Fill ``change.windows``; the codes of the rules that see all rows of their users."""
    changed, codes = _changed(con, change.since), []
    for rule in rules:
        reach = rulebook.reach(rule, params[rule.stem])
        if reach and reach.unit == "截至日":
            first = as_of - timedelta(days=reach.back)
            change.windows[rule.stem] = Window(first - exchange.MARGIN, None, False)
        elif reach and not change.stale & set(rule.card["tables"]):
            known_to = _known_to(con, rule, params[rule.stem])
            if known_to and reach.unit == "人":
                # Who had something before the cut only is in no window.
                if known_to >= change.cut:
                    day = min(change.since, known_to)
                    change.windows[rule.stem] = _of_persons(reach, day, change)
                    codes += [rule.card["code"]] if reach.history else []
            elif known_to:
                days = [changed[table] for table in rule.card["tables"] if table in changed]
                if None not in days:
                    day = min([change.since, known_to, *days])
                    change.windows[rule.stem] = _of_months(reach, day)
    return codes


def _unit(rule, params):
    reach = rulebook.reach(rule, params[rule.stem])
    return reach and reach.unit


def _of_persons(reach, day, change):
    """The Window of a rule judged by person, whose findings from ``day`` on may be other."""
    if reach.history:
        return Window(None, day, True)
    back = timedelta(days=reach.back) + exchange.MARGIN
    if day - back >= change.cut:
        return Window(change.cut, day, True)
    recent, older = change.since - exchange.RECENT, change.since - exchange.OLDER
    return Window(min(day, recent) - back, day, True, older - back)


def _of_months(reach, day):
    """The Window of a rule judged by month, when rows from ``day`` on are new."""
    from_day = (day - timedelta(days=reach.ahead)).replace(day=1)
    return Window(from_day - timedelta(days=reach.back) - exchange.MARGIN, from_day, False)


def _changed(con, since):
    """First day before ``since`` of which rows are other than before, by table; None: unknown."""
    noted = con.execute(
        f"SELECT table_name, CASE WHEN count(day) = count(*) THEN min(day) END FROM {CHANGES}"
        " WHERE coalesce(day < $since, TRUE) GROUP BY table_name",
        {"since": since},
    ).fetchall()
    found = dict(noted)
    for table, sql in _CHANGED.items():
        (first,) = con.execute(sql, {"since": since}).fetchone()
        if first is not None and found.get(table, since) is not None:
            found[table] = min(found.get(table, since), first.date())
    return found


def _stale(con, since):
    """Tables in which rows of nobody's name changed before ``since``."""
    changed = con.execute(
        f"SELECT table_name FROM {CHANGES} WHERE psn_no IS NULL AND coalesce(day < $since, TRUE)",
        {"since": since},
    ).fetchall()
    return {table for (table,) in changed}


def _known_to(con, rule, params):
    """The day up to which the findings in force are this very rule's; None when they are not.

    They are when it ran after the last noted state, with the same text and parameters.
    """
    last = con.execute(
        "SELECT arg_max({'status': status, 'sha': rule_sha256, 'params': params, 'at': ran_at,"
        " 'as_of': as_of}, ran_at), (SELECT max(noted_at) FROM screened_state)"
        " FROM rule_run WHERE rule = $rule",
        {"rule": rule.stem},
    ).fetchone()
    if last[0] is None or last[1] is None:
        return None
    same = (last[0]["sha"], last[0]["params"]) == (rule.sha256, rulebook.as_text(params))
    known = last[0]["status"] == "完成" and same and last[0]["at"] >= last[1]
    return last[0]["as_of"] if known else None


def _prints(con, as_of):
    """A number for what stands in each table that load_change cannot speak of."""
    tables = [
        query.stem
        for query in catalog.load("schema").values()
        if not query.card.get("date") and "psn_no" not in query.columns
    ]
    each = [
        f"SELECT '{table}', coalesce(sum(hash(t))::VARCHAR, '') FROM {table} AS t"
        + (f" WHERE {_IN_FORCE}" if table in _KNOWLEDGE else "")
        for table in tables
    ]
    return dict(con.execute(" UNION ALL ".join(each), {"as_of": as_of}).fetchall())


def note_state(con, as_of, ran_at):
    """After a screening by all rules: what the tables hold now, so that the next need not ask."""
    prints = _prints(con, as_of)
    con.execute(f"DELETE FROM {STATE}")
    con.execute(
        f"INSERT INTO {STATE} SELECT unnest($tables), unnest($prints), $at",
        {"tables": [*prints], "prints": [*prints.values()], "at": ran_at},
    )
    con.execute(f"DELETE FROM {CHANGES}")


def note_change(con, query, first_new):
    """While loading: whose rows of a table are new or other than before, from which day on.

    ``first_new`` is the first rowid of the new rows; older rows of the same key are still there.
    Nothing is noted before the first whole screening: it will look at everything.
    """
    if con.execute(f"SELECT count(*) FROM {STATE}").fetchone() == (0,):
        return
    day, dated_by = query.card.get("date"), query.card.get("date_of")
    has_person = "psn_no" in query.columns
    if not day and not has_person:
        return
    person = "psn_no" if has_person else "NULL"
    new = f"SELECT {', '.join(query.columns)} FROM {query.stem} WHERE rowid >= $first"
    if not day:
        # A register of persons is sent whole each month: only what is other in it counts.
        new += " EXCEPT " + new.replace(">=", "<")
    if dated_by:
        owner = catalog.get(f"schema/{dated_by}").card
        (key,), day = owner["key"], "day_of_owner"
        new = (
            f"SELECT n.*, d.day_of_owner FROM ({new}) AS n LEFT JOIN ("
            f"SELECT {key}, {owner['date']} AS day_of_owner FROM {dated_by}) AS d USING ({key})"
        )
    # A row without a day is one of which nobody knows when.
    days = f"CASE WHEN count({day}) = count(*) THEN min(CAST({day} AS DATE)) END" if day else "NULL"
    con.execute(
        f"INSERT INTO {CHANGES} SELECT '{query.stem}', {person}, {days} FROM ({new}) GROUP BY ALL"
        " HAVING count(*) > 0",
        {"first": first_new},
    )


def state(con):
    """What tells the tables of the last whole screening from any others; None before it."""
    (noted_at,) = con.execute(f"SELECT max(noted_at) FROM {STATE}").fetchone()
    program = (publishing.shape(), duckdb.__version__, prepared.FORMAT)
    return noted_at and "|".join(map(str, (noted_at, *program)))


def forget(con):
    """The next screening looks at everything: rows went that nobody noted."""
    con.execute(f"DELETE FROM {STATE}")
    con.execute(f"DELETE FROM {CHANGES}")
