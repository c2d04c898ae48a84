"""What new months can change: which rules may look at a window only, and whose history is whole.

A rule whose card says how far ``back`` (and ``ahead``) of a finding its rows lie, judges each
person alone. When rows before the month have not changed, its earlier findings stand; where a
person's have (a late settlement, a refund, a stay that reaches over the month's first day, rows
loaded since for earlier days), all the person's rows are looked at again. Whatever else has changed
since the last whole screening makes the rule run in full. So the result is that of a full run, as
long as a line and its settlement are of one person.
"""

from datetime import timedelta

from oversight import catalog, rulebook

# Written at loading (inserting.py): persons whose rows were new or other than before.
CHANGES = "load_change"
# The tables as the last whole screening saw them, and when.
STATE = "screened_state"
_KNOWLEDGE = {"kb_item", "kb_pair"}
_IN_FORCE = (
    "coalesce(begndate, CAST($as_of AS DATE)) <= $as_of AND coalesce(enddate > $as_of, TRUE)"
)
_TOUCHED = """
INSERT INTO touched
SELECT DISTINCT psn_no
FROM (
    SELECT psn_no FROM setl_d
    WHERE coalesce(CAST(setl_time AS DATE), enddate) >= $since
        AND (begndate < $since OR begndate IS NULL OR init_setl_id IS NOT NULL
             OR refd_setl_flag = '1' OR vali_flag <> '1')
    UNION ALL
    SELECT psn_no FROM fee_list_d
    WHERE init_feedetl_sn IS NOT NULL AND fee_ocur_time >= $since
    UNION ALL
    SELECT psn_no FROM mdtrt_d
    WHERE begntime < $since AND coalesce(endtime >= $since, TRUE)
    UNION ALL
    -- An encounter of which nobody sent more than its lines, some of them earlier.
    SELECT f.psn_no FROM fee_list_d AS f
    WHERE f.fee_ocur_time < $since AND coalesce(f.mdtrt_id, f.setl_id) IN (
        SELECT coalesce(n.mdtrt_id, n.setl_id) FROM fee_list_d AS n
        WHERE n.fee_ocur_time >= $since
            AND NOT EXISTS (SELECT 1 FROM mdtrt_d AS m WHERE m.mdtrt_id = n.mdtrt_id)
    )
    UNION ALL
    SELECT psn_no FROM load_change
    WHERE coalesce(day < $since, TRUE) AND list_contains($tables, table_name)
)
WHERE psn_no IS NOT NULL
"""


def windows(con, rules, params, since, as_of):
    """For each rule that may look at a window only: (first day of its rows, of its findings).

    Keys are the rules' stems; a rule left out runs in full. Fills the working table ``touched``
    with the persons whose whole history those rules must see.
    """
    con.execute("DELETE FROM touched")
    if since is None:
        return {}
    stale = _stale(con, since, as_of)
    found = {}
    for rule in rules:
        reach = rulebook.reach(rule, params[rule.stem])
        if reach is None or stale is None or stale & set(rule.card["tables"]):
            continue
        if _is_known(con, rule, params[rule.stem]):
            first = since - timedelta(days=reach[1])
            found[rule.stem] = (first - timedelta(days=reach[0]), first)
    if found:
        tables = {t for rule in rules if rule.stem in found for t in rule.card["tables"]}
        con.execute(_TOUCHED, {"since": since, "tables": sorted(tables)})
    return found


def _stale(con, since, as_of):
    """Tables of no persons that changed before ``since``; None when nothing was ever noted."""
    then = dict(con.execute(f"SELECT table_name, print FROM {STATE}").fetchall())
    if not then:
        return None
    now = _prints(con, as_of)
    changed = con.execute(
        f"SELECT table_name FROM {CHANGES} WHERE psn_no IS NULL AND coalesce(day < $since, TRUE)",
        {"since": since},
    ).fetchall()
    return {table for table in now if now[table] != then.get(table)} | {t for (t,) in changed}


def _is_known(con, rule, params):
    """True when the findings in force are of this very rule, run after the last noted state."""
    last = con.execute(
        "SELECT arg_max({'status': status, 'sha': rule_sha256, 'params': params, 'at': ran_at},"
        f" ran_at), (SELECT max(noted_at) FROM {STATE}) FROM rule_run WHERE rule = $rule",
        {"rule": rule.stem},
    ).fetchone()
    if last[0] is None or last[1] is None:
        return False
    same = (last[0]["sha"], last[0]["params"]) == (rule.sha256, rulebook.as_text(params))
    return last[0]["status"] == "完成" and same and last[0]["at"] >= last[1]


def _prints(con, as_of):
    """A number for what stands in each table that load_change cannot speak of."""
    found = {}
    for query in catalog.load("schema").values():
        if query.card.get("date") or "psn_no" in query.columns:
            continue
        knowledge = query.stem in _KNOWLEDGE
        (found[query.stem],) = con.execute(
            f"SELECT coalesce(sum(hash(t))::VARCHAR, '') FROM {query.stem} AS t"
            + (f" WHERE {_IN_FORCE}" if knowledge else ""),
            {"as_of": as_of} if knowledge else {},
        ).fetchone()
    return found


def note_state(con, as_of, ran_at):
    """After a screening by all rules: what the tables hold now, so that the next need not ask."""
    con.execute(f"DELETE FROM {STATE}")
    for table, text in _prints(con, as_of).items():
        con.execute(f"INSERT INTO {STATE} VALUES ($1, $2, $3)", [table, text, ran_at])
    con.execute(f"DELETE FROM {CHANGES}")


def note_change(con, query, first_new):
    """While loading: whose rows of a table are new or other than before, from which day on.

    ``first_new`` is the first rowid of the new rows; older rows of the same key are still there.
    Nothing is noted before the first whole screening: it will look at everything.
    """
    if con.execute(f"SELECT count(*) FROM {STATE}").fetchone() == (0,):
        return
    day = query.card.get("date")
    has_person = "psn_no" in query.columns
    if not day and not has_person:
        return
    person = "psn_no" if has_person else "NULL"
    new = f"SELECT {', '.join(query.columns)} FROM {query.stem} WHERE rowid >= $first"
    if not day:
        # A register of persons is sent whole each month: only what is other in it counts.
        new += " EXCEPT " + new.replace(">=", "<")
    days = f"min(CAST({day} AS DATE))" if day else "NULL"
    con.execute(
        f"INSERT INTO {CHANGES} SELECT '{query.stem}', {person}, {days} FROM ({new}) GROUP BY ALL",
        {"first": first_new},
    )


def forget(con):
    """The next screening looks at everything: rows went that nobody noted."""
    con.execute(f"DELETE FROM {STATE}")
    con.execute(f"DELETE FROM {CHANGES}")
