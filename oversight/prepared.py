"""What the rules read, laid down once before they run: views as tables, with short codes.

The preconditions of every rule (net of refunds, valid rows, the fund's part of a line) are views of
queries/views. Ninety rules would each pay for them again; instead each view is stored once, with
only the columns the rules read, institutions and items as ENUM: whole numbers inside, text to the
rules, so that their SQL stays the same. Results of finished rules lie beside them, and a killed
screening goes on where it was.
"""

import json
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import sqlglot
from sqlglot import exp

from oversight import catalog, publishing

CATALOG = "work"
# A column of such a name holds codes of one kind, wherever it stands.
CODES = {
    "institution_code": ["fixmedins_code"],
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
    own = con.execute("SELECT current_database(), current_setting('search_path')").fetchone()
    place = ":memory:" if path is None else str(path).replace("'", "''")
    con.execute(f"ATTACH '{place}' AS {CATALOG}")
    try:
        con.execute(_HEADER)
        con.execute(_STEPS)
        if con.execute(f"SELECT count(*) FROM {CATALOG}.main.header").fetchone() == (0,):
            con.execute(f"INSERT INTO {CATALOG}.main.header VALUES ($said)", {"said": said})
        con.execute(f"SET search_path = '{CATALOG},\"{own[0]}\"'")
        yield
    finally:
        with suppress(Exception):
            con.execute("ROLLBACK")
        con.execute(f"SET search_path = '{own[1]}'" if own[1] else "RESET search_path")
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


def store_views(con, rules, progress=None):
    """Store every view that ``rules`` read, each after those it is made of; finished ones stay."""
    finished = done(con)
    if "codes" not in finished:
        _make_codes(con)
        finish(con, "codes")
    wanted = _wanted(rules)
    for number, view in enumerate(wanted):
        if f"view {view.stem}" in finished:
            continue
        if progress:
            progress(number / len(wanted), f"正在准备：{view.title}")
        columns = _columns(con, view, [*rules, *wanted])
        con.execute(
            f"CREATE OR REPLACE TABLE {CATALOG}.main.{view.stem} AS"
            f" SELECT {', '.join(columns)} FROM ({view.sql})"
        )
        finish(con, f"view {view.stem}")


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
    read = set().union(*(tables_read(rule.sql) for rule in rules))
    ordered = publishing.in_order(views)
    for view in reversed(ordered):
        if view.stem in read:
            read |= tables_read(view.sql)
    return [view for view in ordered if view.stem in read]


@cache
def tables_read(sql):
    """As publishing.tables_read, remembered."""
    return frozenset(publishing.tables_read(sql))


def _columns(con, view, readers):
    """Select-list of a stored view: the columns its readers name, codes cast to their kinds."""
    described = con.execute(f"DESCRIBE {view.sql}").fetchall()
    named = [_named(reader.sql, view.stem) for reader in readers if reader is not view]
    wanted = None if None in named else set().union(*named)
    kinds = {column: kind for kind, names in CODES.items() for column in names}
    return [
        f"{name}::{CATALOG}.main.{kinds[name]} AS {name}"
        if name in kinds and of_type == "VARCHAR"
        else name
        for name, of_type, *_ in described
        if wanted is None or name in wanted
    ]


@cache
def _named(sql, view):
    """Columns of ``view`` that a SELECT may read, by name; None for all of them."""
    if view not in tables_read(sql):
        return frozenset()
    tree = sqlglot.parse_one(sql, read="duckdb")
    for select in tree.find_all(exp.Select):
        sources = {table.alias_or_name for table in _sources(select) if table.name == view}
        if sources and any(_takes_all(column, sources) for column in select.expressions):
            return None
    joined = {
        name.name for join in tree.find_all(exp.Join) for name in join.args.get("using") or []
    }
    return frozenset({column.name for column in tree.find_all(exp.Column)} | joined)


def _sources(select):
    clauses = [
        select.args.get("from_") or select.args.get("from"),
        *(select.args.get("joins") or []),
    ]
    return [c.this for c in clauses if c is not None and isinstance(c.this, exp.Table)]


def _takes_all(column, sources):
    if isinstance(column, exp.Star):
        return True
    return isinstance(column, exp.Column) and column.is_star and column.table in sources
