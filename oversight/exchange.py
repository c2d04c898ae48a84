"""What new months bring, cut out of the claims, and put in place of the old in the kept store.

The tables laid down for one screening (prepared.py) serve the next: of the large views only the
rows that new months can change are computed again, on a part of the claims. That part, the catalog
MONTH in memory, has under the tables' own names the rows from a day on and all rows of the persons
in ``touched``.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from oversight import catalog, publishing, sql_reading

CATALOG = "work"
MONTH = "month"
# Under this name the large tables have the rows of all days.
WHOLE = f"{MONTH}.whole"
# Large tables, each with the day by which its rows are cut.
DAYS = {
    "fee_list_d": "fee_ocur_time",
    "ltc_serv_d": "serv_begntime",
    "mdtrt_d": "begntime",
    "medins_prod_sel_d": "sel_retn_time",
    "setl_d": "coalesce(setl_time, CAST(enddate AS TIMESTAMP))",
}
# Whoever has a row in MONTH.
PRESENT = "present"
# Whose rows of all days some rules look at.
USERS = f"{MONTH}.main.users"
# The diagnoses of a settlement have its day.
_UNDATED = "setl_list_diag_d"
# The days in ``touched``: rows of any day may be other, or those from so long before the new ones.
# A few days that many share, so that the blocks of other days are passed over.
ANY = "DATE '0001-01-01'"
OLDER = timedelta(days=92)
RECENT = timedelta(days=15)
# Rows that belong together lie no further apart than this.
MARGIN = timedelta(days=7)


@dataclass(frozen=True)
class Change:
    """What is other than when the store's tables were laid down.

    ``since`` is the day from which rows of anybody may be other (earlier ones those of the persons
    in ``touched``), None when nothing changed; ``cut`` an earlier one, from which MONTH has the
    rows of everybody. ``tables`` are those with other rows, each with the first day of one (None:
    nobody knows), ``stale`` those of which nobody can say whose rows; ``windows`` the part that
    each rule may look at, by its stem (since.Window).
    """

    since: date | None
    cut: date | None = None
    tables: dict = field(default_factory=dict)
    stale: set = field(default_factory=set)
    windows: dict = field(default_factory=dict)


def views():
    """The views whose rows are exchanged, in order: a person's hang on the person's own rows."""
    ordered = publishing.in_order(catalog.load("views"))
    return [view for view in ordered if "date" in view.card]


def from_day(since, ago):
    """From which day on MONTH has the rows of persons in ``touched`` from ``ago`` before on."""
    return since - ago - 2 * MARGIN


def cut(con, first):
    """Let MONTH have the rows of the large tables from ``first`` on; those without a date too."""
    con.execute(f"CREATE SCHEMA {WHOLE}")
    con.execute(f"CREATE TABLE {USERS} (psn_no VARCHAR)")
    for table, day in DAYS.items():
        con.execute(f"CREATE VIEW {WHOLE}.{table} AS SELECT * FROM {_own(con, table)}")
        con.execute(f"CREATE VIEW {MONTH}.main.{table} AS {_from(con, table, day, first)}")


def widen(con, since, first, asked):
    """Add to MONTH what the persons in ``touched`` had before ``first``, and the diagnoses.

    Of the large tables it then has the columns that views name, and ``asked`` (SELECTs) do.
    """
    touched = f"{CATALOG}.main.touched"
    for table, day in DAYS.items():
        own, past = _own(con, table), f"{MONTH}.main.past_{table}"
        columns = ", ".join(_columns(con, table, asked))
        rows = f"SELECT rowid AS row_no, {day} AS day FROM {own} WHERE psn_no IN"
        of_whom = f"{rows} (SELECT t.psn_no FROM {touched} AS t WHERE t.day ="
        dated = [
            f"{of_whom} DATE '{since - ago}') AND {day} >= TIMESTAMP '{from_day(since, ago)}'"
            for ago in (OLDER, RECENT)
        ]
        every = " UNION ALL ".join([f"{of_whom} {ANY})", *dated])
        con.execute(f"CREATE TEMP TABLE past AS {every}")
        # Afterwards: most blocks hold nobody of these, and then their days are not read.
        con.execute(f"DELETE FROM past WHERE coalesce(day >= TIMESTAMP '{first}', TRUE)")
        # Fetched once: they are few, but lie in every block.
        con.execute(
            f"CREATE TABLE {past} AS"
            f" SELECT {columns} FROM {own} WHERE rowid IN (SELECT row_no FROM past)"
        )
        con.execute("DROP TABLE past")
        con.execute(
            f"CREATE OR REPLACE VIEW {MONTH}.main.{table} AS"
            f" SELECT {columns} FROM ({_from(con, table, day, first)})"
            f" UNION ALL SELECT {columns} FROM {past}"
        )
    persons = " UNION ".join(
        f"SELECT psn_no FROM ({_from(con, table, day, first)})" for table, day in DAYS.items()
    )
    con.execute(
        f"CREATE TABLE {MONTH}.main.{PRESENT} AS {persons} UNION SELECT psn_no FROM {touched}"
    )
    # Without its settlement and its encounter a diagnosis would have lost its day.
    con.execute(
        f"CREATE TABLE {MONTH}.main.{_UNDATED} AS SELECT d.* FROM {_own(con, _UNDATED)} AS d"
        f" WHERE d.setl_id IN (SELECT s.setl_id FROM {MONTH}.main.setl_d AS s)"
        f" OR d.mdtrt_id IN (SELECT m.mdtrt_id FROM {MONTH}.main.mdtrt_d AS m)"
        f" OR d.psn_no IN (SELECT t.psn_no FROM {CATALOG}.main.touched AS t WHERE t.day = {ANY})"
    )


def _columns(con, table, asked):
    """The columns of a large table by which its rows are cut, and those that SELECTs name."""
    held = [name for name, *_ in con.execute(f"DESCRIBE {_own(con, table)}").fetchall()]
    selects = [*asked, *(view.sql for view in catalog.load("views").values())]
    named = [sql_reading.columns_named(sql, table) for sql in selects]
    if None in named:
        return held
    wanted = {"psn_no"}.union(*named)
    return [name for name in held if name in wanted or name in DAYS[table]]


def _own(con, table):
    (own,) = con.execute("SELECT getvariable('claims_catalog')").fetchone()
    return f'"{own}".main.{table}'


def _from(con, table, day, first):
    # Not OR: rows of other days are then passed over by blocks, without reading them.
    rows = f"SELECT * FROM {_own(con, table)} WHERE"
    return f"{rows} {day} >= TIMESTAMP '{first}' UNION ALL {rows} {day} IS NULL"


def made_of(names):
    """The views among ``names``, and those they are made of, each after what it reads."""
    read, ordered = set(names), publishing.in_order(catalog.load("views"))
    for view in reversed(ordered):
        if view.stem in read:
            read |= sql_reading.tables_read(view.sql)
    return [view for view in ordered if view.stem in read]


def overlay(con, view):
    """Let a view, and those it is made of, be found in MONTH: made of the rows that were cut."""
    for each in made_of({view}):
        con.execute(f"CREATE OR REPLACE VIEW {MONTH}.main.{each.stem} AS {each.sql}")


def compute(con, view, columns):
    """Store the ``columns`` (a select-list) of a view in MONTH, which the caller looks at."""
    fresh = f"{MONTH}.main.{view.stem}"
    con.execute(f"DROP VIEW IF EXISTS {fresh}")
    con.execute(f"CREATE TABLE {fresh} AS SELECT {', '.join(columns)} FROM ({view.sql})")


def swap(con, view, since):
    """Put the rows of a view in MONTH in the place of the kept ones.

    Those from ``since`` on, and those of the persons in ``touched`` from their day on; others have
    no other row than before. The transaction is left open: the caller notes the step and commits.
    """
    kept, fresh = f"{CATALOG}.main.{view.stem}", f"{MONTH}.main.{view.stem}"
    con.execute("BEGIN")
    con.execute(f"DELETE FROM {kept} WHERE rowid IN ({_changed(kept, view, since, 'v.rowid')})")
    con.execute(f"INSERT INTO {kept} BY NAME {_changed(fresh, view, since, 'v.*')}")


def _changed(table, view, since, columns):
    # Parts, each with a condition that blocks of rows are passed over by.
    day, rows = f"v.{view.card['date']}", f"SELECT {columns} FROM {table} AS v WHERE"
    touched = f"v.psn_no IN (SELECT t.psn_no FROM {CATALOG}.main.touched AS t WHERE t.day"
    dated = [
        f" UNION ALL {rows} {day} >= {ago} AND {day} < DATE '{since}' AND {touched} = {ago})"
        for ago in (f"DATE '{since - OLDER}'", f"DATE '{since - RECENT}'")
    ]
    return (
        f"{rows} {day} >= DATE '{since}'{''.join(dated)}"
        f" UNION ALL {rows} coalesce({day} < DATE '{since}', TRUE) AND {touched} = {ANY})"
    )
