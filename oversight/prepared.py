"""What the rules read, laid down once before they run: views as tables, with short codes.

The preconditions of every rule (net of refunds, valid rows, the fund's part of a line) are views of
queries/views. Ninety rules would each pay for them again; instead each view is stored once, with
only the columns the rules read, institutions and items as ENUM: whole numbers inside, text to the
rules, so that their SQL stays the same. Results of finished rules lie beside them, and a killed
screening goes on where it was. The tables of a screening by all rules are kept for the next, which
computes only what new months can have changed in them (exchange.py).
"""

import json
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from oversight import catalog, exchange, publishing, sql_reading
from oversight.exchange import CATALOG, MONTH

# The schema of views laid down whole; each window of new months has one of its own in MONTH.
MAIN = f"{CATALOG}.main"
# A column of such a name holds codes of one kind, wherever it stands.
CODES = {
    "institution_code": ["fixmedins_code", "medins_code", "rtal_phac_code", "ltc_medins_code"],
    "item_code": ["hilist_code", "med_list_codg", "item_code", "main_item_code", "sub_item_code"],
}
# Changes when a store of this program cannot be used by the next, nor one of the last by this.
FORMAT = 1
# ``state`` says which claims the tables of MAIN are of, NULL while they are being changed; those
# that were kept from an earlier screening are ``kept``.
_HEADER = f"""
CREATE TABLE IF NOT EXISTS {MAIN}.header (identity VARCHAR, state VARCHAR, kept BOOLEAN);
CREATE TABLE IF NOT EXISTS {MAIN}.step (name VARCHAR);
CREATE TABLE IF NOT EXISTS {MAIN}.code_type (kind VARCHAR, name VARCHAR);
"""


@contextmanager
def attached(con, path=None, identity=None, state=None):
    """Attach the working store to ``con`` under CATALOG; the names in it come first.

    ``path`` None keeps it in memory. A file of the same ``identity`` (anything JSON can say) is
    gone on with; of one whose tables were kept as of the claims' ``state``, the tables are used;
    any other is begun anew. It is detached at the end and left to the caller.
    """
    said = json.dumps(identity, ensure_ascii=False, sort_keys=True, default=str)
    found = None if path is None else _found(con, Path(path))
    kept = found is not None and state is not None and found[1] == state
    if path is not None and not kept and (found is None or found[0] != said):
        remove(path)
    (before,) = con.execute("SELECT current_setting('search_path')").fetchone()
    con.execute("SET VARIABLE claims_catalog = current_database()")
    con.execute(publishing.SOUND_PLANS)
    place = ":memory:" if path is None else str(path).replace("'", "''")
    con.execute(f"ATTACH '{place}' AS {CATALOG}")
    con.execute(f"ATTACH ':memory:' AS {MONTH}")
    # Written once at the end: rows are exchanged in many tables, each change small beside them.
    con.execute("SET checkpoint_threshold = '64GB'")
    try:
        con.execute(_HEADER)
        if con.execute(f"SELECT count(*) FROM {MAIN}.header").fetchone() == (0,):
            con.execute(f"INSERT INTO {MAIN}.header VALUES ($1, NULL, FALSE)", [said])
        elif found[0] != said:
            _begin_anew(con, said)
        look(con, MAIN)
        yield
    finally:
        with suppress(Exception):
            con.execute("ROLLBACK")
        con.execute(f"SET search_path = '{before}'" if before else "RESET search_path")
        con.execute("RESET checkpoint_threshold")
        con.execute(f"DETACH {MONTH}")
        con.execute(f"DETACH {CATALOG}")


def _found(con, path):
    """Identity and state in the header of a working store; None for no such file."""
    if not path.exists():
        return None
    try:
        con.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {CATALOG} (READ_ONLY)")
    except Exception:
        return None
    try:
        return con.execute(f"SELECT identity, state FROM {MAIN}.header").fetchone()
    except Exception:
        return None
    finally:
        con.execute(f"DETACH {CATALOG}")


def _begin_anew(con, said):
    """Another screening on the kept tables: of the last one nothing else is left."""
    con.execute("BEGIN")
    con.execute(f"DELETE FROM {MAIN}.step")
    for table in ("result", "outcome", "touched"):
        con.execute(f"DROP TABLE IF EXISTS {MAIN}.{table}")
    con.execute(f"UPDATE {MAIN}.header SET identity = $1, kept = TRUE", [said])
    con.execute("COMMIT")


def keep(con, state):
    """After a screening by all rules: its tables are those of the claims in this ``state``."""
    con.execute(f"UPDATE {MAIN}.header SET state = $1", [state])


def remove(path):
    """Remove a working store and what a killed process left beside it."""
    for each in Path(path).parent.glob(Path(path).name + "*"):
        each.unlink(missing_ok=True)


def done(con):
    """Names of the steps finished in the attached working store."""
    return {name for (name,) in con.execute(f"SELECT name FROM {MAIN}.step").fetchall()}


def finish(con, name):
    """Note a step as finished."""
    con.execute(f"INSERT INTO {MAIN}.step VALUES ($name)", {"name": name})


def store_views(con, rules, change, progress):
    """Store every view that ``rules`` read, each after those it is made of; finished ones stay.

    ``change`` is what new months brought (exchange.Change), None when all is to be laid down.
    Tables that were kept are brought up to date by it. Rules that have a window of it see of the
    views with a date these rows only.
    """
    finished = done(con)
    (kept,) = con.execute(f"SELECT kept FROM {MAIN}.header").fetchone()
    kept = kept and change is not None
    con.execute(f"UPDATE {MAIN}.header SET state = NULL")
    if "codes" not in finished:
        _make_codes(con, change.tables if kept else None)
    read = set().union(*(sql_reading.tables_read(rule.sql) for rule in rules))
    wanted, cut = exchange.made_of(read), set()
    for number, view in enumerate(wanted):
        progress(number / len(wanted), f"正在准备：{view.title}")
        look(con, MAIN)
        step, columns = f"view {view.stem}", _columns(con, view, [*rules, *wanted])
        stored = held(con, view.stem) if kept else set()
        if set(columns) <= stored and not change.tables.keys() & set(view.card["tables"]):
            continue
        if set(columns) <= stored and _is_exchanged(view, change):
            _exchange(con, view, stored, None if step in finished else step, change.since)
            cut.add(view.stem)
        elif step not in finished:
            _lay(con, view, columns)
            finish(con, step)
    look(con, MAIN)
    for name, (window, readers) in _layers(rules, change).items():
        _lay_window(con, name, window, readers, cut, change)


def _is_exchanged(view, change):
    return view in exchange.views() and not change.stale & set(view.card["tables"])


def _exchange(con, view, stored, step, since):
    """Bring a kept table up to date; ``step`` None when it is already, and MONTH alone lacks it."""
    look(con, f"{MONTH}.main")
    columns = {name: kind for name, kind in _described(con, view).items() if name in stored}
    exchange.compute(con, view, _select(con, columns))
    if step:
        exchange.swap(con, view, since)
        finish(con, step)
        con.execute("COMMIT")
    if view.card.get("few"):
        # Whoever reads it needs more than the month, and it is small.
        con.execute(f"DROP TABLE {MONTH}.main.{view.stem}")


def layer(window):
    """The schema of a window; one of all rows is MAIN."""
    if window is None:
        return MAIN
    if window.first is None:
        return f"{MONTH}.of_users"
    older = f"_{window.older:%Y%m%d}" if window.older else ""
    return f"{MONTH}.from_{window.first:%Y%m%d}{'_person' if window.by_person else ''}{older}"


def _layers(rules, change):
    """Window and rules of each schema of windows."""
    found = {}
    for rule in rules:
        window = change.windows.get(rule.stem) if change else None
        if window:
            found.setdefault(layer(window), (window, []))[1].append(rule)
    return found


def _lay_window(con, name, window, rules, cut, change):
    """Let the views with a date mean, in a window's schema, their rows within it.

    Rows without a date are always within it. Of the views ``cut`` MONTH has what new months brought
    (``change``), and of the persons in ``touched`` what exchange.widen() gives them.
    """
    con.execute(f"CREATE SCHEMA {name}")
    for view in catalog.load("views").values():
        readers = _reading(rules, view)
        if "date" not in view.card or not readers:
            continue
        few = view.card.get("few", False)
        in_month = window.by_person and window.first and view.stem in cut and not few
        # Many rules look at users' rows, and they lie in every block; the others lie together.
        kind = "VIEW" if few or window.first else "TABLE"
        columns = ", ".join(_named(con, view, readers))
        sql = _within(view, columns, window, change if in_month else None)
        con.execute(f"CREATE {kind} {name}.{view.stem} AS {sql}")


def _within(view, columns, window, change):
    """SELECT of the rows of a stored view within a window.

    A window by person has those of the persons who have had anything since, and of those in
    ``touched`` what is other than before; with ``change`` the latter, and all rows from its ``cut``
    on, come from MONTH.
    """
    day = view.card["date"]
    rows = f"SELECT {columns} FROM {MAIN}.{view.stem} WHERE"
    if window.first is None:
        return f"{rows} psn_no IN (SELECT psn_no FROM {exchange.USERS})"
    since = f"{day} >= DATE '{window.first}'"
    # Not OR: the window alone is found by its dates, without reading the rest.
    if not window.by_person:
        return f"{rows} {since} UNION ALL {rows} {day} IS NULL"
    present = f"(psn_no IS NULL OR psn_no IN (SELECT psn_no FROM {MONTH}.main.{exchange.PRESENT}))"
    touched = f"psn_no IN (SELECT t.psn_no FROM {MAIN}.touched AS t"
    if change is None:
        return (
            f"{rows} {since} AND {present} UNION ALL {rows} {day} IS NULL AND {present}"
            f" UNION ALL {rows} {day} < DATE '{window.first}' AND {touched})"
        )
    rest = f"SELECT {columns} FROM {MONTH}.main.{view.stem}"
    if window.first >= change.cut:
        return rest
    between = f"{since} AND {day} < DATE '{change.cut}'"
    parts = [f"{rows} {between} AND {present}", f"{rest} WHERE coalesce(NOT ({between}), TRUE)"]
    in_month = min(window.first, exchange.from_day(change.since, exchange.OLDER))
    if window.older < in_month:
        ago = f"t.day = DATE '{change.since - exchange.OLDER}'"
        of_days = f"{day} >= DATE '{window.older}' AND {day} < DATE '{in_month}'"
        parts.append(f"{rows} {of_days} AND {touched} WHERE {ago})")
    return " UNION ALL ".join(parts)


def _named(con, view, readers):
    """The columns of a stored view that its readers name."""
    stored = held(con, view.stem)
    named = [sql_reading.columns_named(reader.sql, view.stem) for reader in readers]
    return sorted(stored if None in named else stored & set().union(*named))


def look(con, schema):
    """Let names mean the views of ``schema`` first, then those stored whole, then claims."""
    layers = [schema] if schema == MAIN else [schema, MAIN]
    (own,) = con.execute("SELECT getvariable('claims_catalog')").fetchone()
    con.execute(f"SET search_path = '{','.join(layers)},\"{own}\".main'")


@contextmanager
def beside(con):
    """Another connection to what ``con`` is connected to, for work at the same time."""
    with con.cursor() as other:
        # What is set on one connection only.
        (own,) = con.execute("SELECT getvariable('claims_catalog')").fetchone()
        other.execute("SET VARIABLE claims_catalog = $own", {"own": own})
        other.execute("SET enable_progress_bar = false")
        yield other


def _lay(con, view, columns):
    into = f"CREATE OR REPLACE TABLE {MAIN}.{view.stem} AS SELECT"
    try:
        con.execute(f"{into} {', '.join(_select(con, columns))} FROM ({view.sql})")
    except duckdb.ConversionException:
        # A code from a column nobody thought of: slower as text, but right.
        con.execute(f"{into} {', '.join(columns)} FROM ({view.sql})")


def _reading(rules, view):
    return [rule for rule in rules if view.stem in sql_reading.tables_read(rule.sql)]


def _make_codes(con, changed):
    """Make the ENUM of each kind of codes, of all that the tables hold, and note the step.

    Beside kept tables only those ``changed`` are looked through, each from its first other day on
    (exchange.Change.tables), and when there are new codes the stored columns get the new ENUM.
    """
    for kind, names in CODES.items():
        sources = [
            f"SELECT DISTINCT {column} AS code FROM {_new_rows(query, changed)}"
            for query in catalog.load("schema").values()
            for column in query.columns
            if column in names and (changed is None or query.stem in changed)
        ]
        before = dict(_code_types(con)).get(kind)
        if before:
            known = f"SELECT unnest(enum_range(NULL::{before}))::VARCHAR AS code"
            sources.append(known)
            new = f"SELECT 1 FROM ({' UNION '.join(sources)}) WHERE code NOT IN ({known}) LIMIT 1"
            if con.execute(new).fetchone() is None:
                continue
        name = f"{kind}_{len(_code_types(con)) + 1}"
        con.execute("BEGIN")
        con.execute(
            f"CREATE TYPE {MAIN}.{name} AS ENUM (SELECT code FROM"
            f" ({' UNION '.join(sources)}) WHERE code IS NOT NULL ORDER BY code)"
        )
        con.execute(f"INSERT INTO {MAIN}.code_type VALUES ($1, $2)", [kind, name])
        for table, column in _coded(con, names) if before else ():
            con.execute(f"ALTER TABLE {MAIN}.{table} ALTER {column} TYPE {MAIN}.{name}")
        con.execute("COMMIT")
    finish(con, "codes")


def _new_rows(query, changed):
    day = query.card.get("date")
    first = changed and changed[query.stem]
    return f"{query.stem} WHERE {day} >= DATE '{first}'" if day and first else query.stem


def _code_types(con):
    """Kind of codes and full name of the ENUM that the stored columns are of, the latest last."""
    return con.execute(
        f"SELECT kind, '{MAIN}.' || name FROM {MAIN}.code_type ORDER BY rowid"
    ).fetchall()


def _coded(con, names):
    """Stored columns with one of these names that are ENUM: pairs of table and column."""
    return con.execute(
        "SELECT table_name, column_name FROM duckdb_columns()"
        " WHERE database_name = $work AND schema_name = $main"
        " AND data_type LIKE 'ENUM%' AND list_contains($names, column_name)",
        {"work": CATALOG, "main": "main", "names": names},
    ).fetchall()


def _described(con, view):
    """Columns of a view, each with the kind of its type."""
    return {name: kind for name, kind, *_ in con.execute(f"DESCRIBE {view.sql}").fetchall()}


def held(con, stem):
    """Columns of a view as it is stored in MAIN; none when it is not."""
    try:
        found = con.execute(f"DESCRIBE {MAIN}.{stem}").fetchall()
    except duckdb.CatalogException:
        return set()
    return {name for name, *_ in found}


def _columns(con, view, readers):
    """The columns of a view that its readers name, and those its rows are exchanged by."""
    named = [
        sql_reading.columns_named(reader.sql, view.stem) for reader in readers if reader is not view
    ]
    described = _described(con, view)
    if None in named:
        return described
    wanted = set().union(*named)
    if "date" in view.card:
        wanted |= {view.card["date"], "psn_no"}
    return {name: kind for name, kind in described.items() if name in wanted}


def _select(con, columns):
    """Select-list of columns, codes cast to their ENUM."""
    types = dict(_code_types(con))
    kinds = {column: kind for kind, names in CODES.items() for column in names}
    return [
        f"{name}::{types[kinds[name]]} AS {name}" if name in kinds and kind == "VARCHAR" else name
        for name, kind in columns.items()
    ]
