"""What the rules read, laid down once before they run: views as tables, with short codes.

The preconditions of every rule (net of refunds, valid rows, the fund's part of a line) are views of
queries/views. Ninety rules would each pay for them again; instead each view is stored once, with
only the columns the rules read, institutions and items as ENUM: whole numbers inside, text to the
rules, so that their SQL stays the same. Results of finished rules lie beside them, and a killed
screening goes on where it was.
"""

import json
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from oversight import catalog, publishing, sql_reading

CATALOG = "work"
# The schema of views laid down whole; each window of new months has one of its own beside it.
MAIN = "main"
# Tables of which a window is cut out, and the views that show it: those with a date.
_CUT = ("fee_list_d", "medins_prod_sel_d", "setl_d")
# A view of a large table, one with more than this share of the largest's rows, is not laid down
# for fewer rules than this, whole or of a window.
_LARGE, _ENOUGH, _ENOUGH_OF_WINDOW = 0.1, 6, 3
# A column of such a name holds codes of one kind, wherever it stands.
CODES = {
    "institution_code": ["fixmedins_code", "medins_code", "rtal_phac_code", "ltc_medins_code"],
    "item_code": ["hilist_code", "med_list_codg", "item_code", "main_item_code", "sub_item_code"],
}
_HEADER = f"CREATE TABLE IF NOT EXISTS {CATALOG}.main.header (identity VARCHAR)"
_STEPS = f"CREATE TABLE IF NOT EXISTS {CATALOG}.main.step (name VARCHAR)"


@contextmanager
def attached(con, path=None, identity=None):
    """Attach the working store to ``con`` under CATALOG; the names in it come first.

    ``path`` None keeps it in memory. A file of another ``identity`` (anything JSON can say) is
    begun anew; one of the same is gone on with. It is detached at the end and left to the caller.
    """
    said = json.dumps(identity, ensure_ascii=False, sort_keys=True, default=str)
    if path is not None and not _is_of(con, Path(path), said):
        remove(path)
    (before,) = con.execute("SELECT current_setting('search_path')").fetchone()
    con.execute("SET VARIABLE claims_catalog = current_database()")
    con.execute(publishing.SOUND_PLANS)
    place = ":memory:" if path is None else str(path).replace("'", "''")
    con.execute(f"ATTACH '{place}' AS {CATALOG}")
    try:
        con.execute(_HEADER)
        con.execute(_STEPS)
        if con.execute(f"SELECT count(*) FROM {CATALOG}.main.header").fetchone() == (0,):
            con.execute(f"INSERT INTO {CATALOG}.main.header VALUES ($said)", {"said": said})
        look(con, MAIN)
        yield
    finally:
        with suppress(Exception):
            con.execute("ROLLBACK")
        con.execute(f"SET search_path = '{before}'" if before else "RESET search_path")
        con.execute(f"DETACH {CATALOG}")


def _is_of(con, path, said):
    if not path.exists():
        return False
    try:
        con.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {CATALOG} (READ_ONLY)")
    except Exception:
        return False
    try:
        return con.execute(f"SELECT identity FROM {CATALOG}.main.header").fetchall() == [(said,)]
    except Exception:
        return False
    finally:
        con.execute(f"DETACH {CATALOG}")


def remove(path):
    """Remove a working store and what a killed process left beside it."""
    for each in Path(path).parent.glob(Path(path).name + "*"):
        each.unlink(missing_ok=True)


def done(con):
    """Names of the steps finished in the attached working store."""
    return {name for (name,) in con.execute(f"SELECT name FROM {CATALOG}.main.step").fetchall()}


def finish(con, name):
    """Note a step as finished."""
    con.execute(f"INSERT INTO {CATALOG}.main.step VALUES ($name)", {"name": name})


def store_views(con, rules, windows, progress):
    """Store every view that ``rules`` read, each after those it is made of; finished ones stay.

    ``windows`` says of some rules, by stem, which rows they need (since.Window). Views with a date
    have, for those, these rows only; where windows make them few, views of large tables that only
    a few rules read stay views.
    """
    finished = done(con)
    if "codes" not in finished:
        _make_codes(con)
        finish(con, "codes")
    readers = {MAIN: [rule for rule in rules if rule.stem not in windows]}
    for rule in rules:
        if rule.stem in windows:
            readers.setdefault(layer(windows[rule.stem]), []).append(rule)
    by_layer = {layer(window): window for window in windows.values()}
    for name, window in by_layer.items():
        _cut_out(con, name, window)
    dated = {v.stem for v in catalog.load("views").values() if windows and "date" in v.card}
    large = _of_large_tables(con, dated)
    jobs = {}
    for name, those in readers.items():
        for view in _wanted(those):
            own = name if view.stem in dated else MAIN
            enough = _ENOUGH if own == MAIN else _ENOUGH_OF_WINDOW
            few = view.stem in large and len(_reading(those, view)) < enough
            jobs.setdefault((own, view.stem), (view, rules if own == MAIN else those, few))
    for number, ((schema, stem), (view, those, few)) in enumerate(jobs.items()):
        step = f"view {schema}.{stem}"
        if step not in finished:
            progress(number / len(jobs), f"正在准备：{view.title}")
            look(con, schema)
            _store(con, schema, view, those, few)
            finish(con, step)
            finished.add(step)
    look(con, MAIN)


def layer(window):
    """The schema of a window; one of all rows is MAIN."""
    if window is None:
        return MAIN
    return f"from_{window.first:%Y%m%d}{'_person' if window.by_person else ''}"


def _cut_out(con, name, window):
    """Put in a window's schema, under the names of the large tables, their rows within it.

    Rows without a date are always within it.
    """
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {CATALOG}.{name}")
    (own,) = con.execute("SELECT getvariable('claims_catalog')").fetchone()
    for table in _CUT:
        day = catalog.get(f"schema/{table}").card["date"]
        rows = f'SELECT * FROM "{own}".main.{table} WHERE '
        first = f"TIMESTAMP '{window.first}'"
        sql = f"{rows}{day} >= {first} OR {day} IS NULL"
        if window.by_person:
            # Not OR: the window alone is found by its dates, without reading the rest.
            sql += (
                f" UNION ALL {rows}{day} < {first}"
                f" AND psn_no IN (SELECT psn_no FROM {CATALOG}.main.touched)"
            )
        con.execute(f"CREATE OR REPLACE VIEW {CATALOG}.{name}.{table} AS {sql}")


def look(con, schema):
    """Let names mean the views of ``schema`` first, then those stored whole, then claims."""
    layers = [schema] if schema == MAIN else [schema, MAIN]
    (own,) = con.execute("SELECT getvariable('claims_catalog')").fetchone()
    con.execute(
        f"SET search_path = '{','.join(f'{CATALOG}.{layer}' for layer in layers)},\"{own}\".main'"
    )


def _store(con, schema, view, readers, as_view):
    if as_view:
        con.execute(f"CREATE OR REPLACE VIEW {CATALOG}.{schema}.{view.stem} AS {view.sql}")
        return
    columns = _columns(con, view, [*readers, *_wanted(readers)])
    into = f"CREATE OR REPLACE TABLE {CATALOG}.{schema}.{view.stem} AS SELECT"
    try:
        con.execute(f"{into} {', '.join(columns)} FROM ({view.sql})")
    except duckdb.ConversionException:
        # A code from a column nobody thought of: slower as text, but right.
        plain = ", ".join(column.split("::")[0] for column in columns)
        con.execute(f"{into} {plain} FROM ({view.sql})")


def _of_large_tables(con, views):
    """Those of ``views`` (stems) that have the rows of a large table, not a few of them."""
    cards = {view: catalog.get(f"views/{view}").card for view in views}
    made_of = {view: card["tables"] for view, card in cards.items() if not card.get("few")}
    rows = {
        table: con.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in set().union(*made_of.values())
    }
    large = {table for table in rows if rows[table] > _LARGE * max(rows.values(), default=0)}
    return {view for view in made_of if large & set(made_of[view])}


def _reading(rules, view):
    return [rule for rule in rules if view.stem in sql_reading.tables_read(rule.sql)]


def _make_codes(con):
    for kind, names in CODES.items():
        held = [
            f"SELECT DISTINCT {column} AS code FROM {query.stem}"
            for query in catalog.load("schema").values()
            for column in query.columns
            if column in names
        ]
        con.execute(f"DROP TYPE IF EXISTS {CATALOG}.main.{kind}")
        con.execute(
            f"CREATE TYPE {CATALOG}.main.{kind} AS ENUM (SELECT code FROM"
            f" ({' UNION '.join(held)}) WHERE code IS NOT NULL ORDER BY code)"
        )


def _wanted(rules):
    """Views to store, in order: those the rules name, and those they are made of."""
    views = catalog.load("views")
    read = set().union(*(sql_reading.tables_read(rule.sql) for rule in rules))
    ordered = publishing.in_order(views)
    for view in reversed(ordered):
        if view.stem in read:
            read |= sql_reading.tables_read(view.sql)
    return [view for view in ordered if view.stem in read]


def _columns(con, view, readers):
    """Select-list of a stored view: the columns its readers name, codes cast to their kinds."""
    described = con.execute(f"DESCRIBE {view.sql}").fetchall()
    named = [
        sql_reading.columns_named(reader.sql, view.stem) for reader in readers if reader is not view
    ]
    wanted = None if None in named else set().union(*named)
    kinds = {column: kind for kind, names in CODES.items() for column in names}
    return [
        f"{name}::{CATALOG}.main.{kinds[name]} AS {name}"
        if name in kinds and of_type == "VARCHAR"
        else name
        for name, of_type, *_ in described
        if wanted is None or name in wanted
    ]
