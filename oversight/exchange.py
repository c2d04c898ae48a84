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
# Whoever has a row in MONTH; of a table without a date their rows are cut.
PRESENT = "present"
_OF_PERSONS = "setl_list_diag_d"
_TOUCHED = f"psn_no IN (SELECT psn_no FROM {CATALOG}.main.touched)"
# Rows from so many days before the new ones are cut too: what belongs together lies in them.
AHEAD = timedelta(days=15)


@dataclass(frozen=True)
class Change:
    """What is other than when the store's tables were laid down.

    ``since`` is the first new day, None when nothing changed; ``tables`` are those with other
    rows, each with the first day of one (None: nobody knows), ``stale`` those of which nobody can
    say whose rows; ``windows`` the part that each rule may look at, by its stem (since.Window).
    """

    since: date | None
    tables: dict = field(default_factory=dict)
    stale: set = field(default_factory=set)
    windows: dict = field(default_factory=dict)

    @property
    def first(self):
        """The day from which MONTH has the rows of everybody."""
        return self.since - AHEAD


def views():
    """The views whose rows are exchanged, in order: a person's hang on the person's own rows.

    Of those whose card says ``whole`` a row may appear for what came on another day.
    """
    ordered = publishing.in_order(catalog.load("views"))
    return [view for view in ordered if "date" in view.card and "whole" not in view.card]


def cut(con, first):
    """Let MONTH have the rows of the large tables from ``first`` on; those without a date too."""
    con.execute(f"CREATE SCHEMA {WHOLE}")
    (own,) = con.execute("SELECT getvariable('claims_catalog')").fetchone()
    for table, day in DAYS.items():
        con.execute(f'CREATE VIEW {WHOLE}.{table} AS SELECT * FROM "{own}".main.{table}')
        con.execute(
            f"CREATE VIEW {MONTH}.main.{table} AS SELECT * FROM {WHOLE}.{table}"
            f" WHERE {day} >= TIMESTAMP '{first}' OR {day} IS NULL"
        )


def widen(con, first):
    """Add to MONTH what the persons in ``touched`` had before ``first``, and the diagnoses."""
    for table, day in DAYS.items():
        con.execute(
            f"CREATE OR REPLACE VIEW {MONTH}.main.{table} AS SELECT * FROM {WHOLE}.{table}"
            f" WHERE {day} >= TIMESTAMP '{first}' OR {day} IS NULL OR {_TOUCHED}"
        )
    persons = " UNION ".join(f"SELECT psn_no FROM {MONTH}.main.{table}" for table in DAYS)
    con.execute(f"CREATE TABLE {MONTH}.main.{PRESENT} AS {persons}")
    con.execute(
        f"CREATE TABLE {MONTH}.main.{_OF_PERSONS} AS SELECT * FROM {_OF_PERSONS}"
        f" WHERE psn_no IS NULL OR psn_no IN (SELECT psn_no FROM {MONTH}.main.{PRESENT})"
    )


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

    Those from ``since`` on and those of the persons in ``touched``; whoever is not among them has
    no other row than before. The transaction is left open: the caller notes the step and commits.
    """
    kept, fresh = f"{CATALOG}.main.{view.stem}", f"{MONTH}.main.{view.stem}"
    changed = f"{view.card['date']} >= DATE '{since}' OR {_TOUCHED}"
    con.execute("BEGIN")
    con.execute(f"DELETE FROM {kept} WHERE {changed}")
    con.execute(f"INSERT INTO {kept} BY NAME SELECT * FROM {fresh} WHERE {changed}")
