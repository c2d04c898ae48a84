"""One source straight into its table: a single INSERT, then one look at the new rows.

The way of a clean file, at the speed DuckDB reads. What the look finds odd is taken out again and
goes the careful way (oversight/staging.py). Table and column names come from queries/schema; what
comes from a file is data or a bound value.
"""

from dataclasses import dataclass, field

import duckdb

from oversight import catalog

TOTALS = ("合计", "总计", "小计")
# Where a fund report is one line per direction, the subject of that line is called 合计.
_SUBJECT = "subj_name"
_RUINED = r"[0-9]+(\.[0-9]+)?[eE]\+[0-9]+"


@dataclass
class Outcome:
    """What came of one source. Counts are rows; ``since`` is the first new rowid."""

    rows: int = 0
    inserted: int = 0
    replaced: int = 0
    duplicates: int = 0
    left_out: int = 0
    since: int = 0
    faults: list = field(default_factory=list)


class Table:
    """A table being loaded: its key, types and labels, on the connection of the new file."""

    def __init__(self, con, name):
        query = catalog.get(f"schema/{name}")
        self.con, self.name, self.title = con, name, query.title
        self.key, self.date = query.card["key"], query.card.get("date")
        self.labels = {column: card["label"] for column, card in query.columns.items()}
        self.types = {row[0]: row[1] for row in con.execute(f"DESCRIBE {name}").fetchall()}

    def clear(self):
        """Remove every row."""
        self.con.execute(f"DELETE FROM {self.name}")

    def next_row(self):
        """The rowid that the next row will at least have."""
        return self._one(f"SELECT coalesce(max(rowid) + 1, 0) FROM {self.name}")[0]

    def dates(self, since):
        """First and last day of the card's date column in the rows from rowid ``since`` on."""
        if not self.date:
            return None, None
        days = f"min(CAST({self.date} AS DATE)), max(CAST({self.date} AS DATE))"
        return self._one(f"SELECT {days} FROM {self.name} WHERE rowid >= $1", [since])

    def drop_older(self, since):
        """Delete the rows before ``since`` whose key a row from there on bears; how many."""
        if since == 0:
            return 0
        same = " AND ".join(f"{self.name}.{k} IS NOT DISTINCT FROM newer.{k}" for k in self.key)
        return self._one(
            f"DELETE FROM {self.name} USING (SELECT {', '.join(self.key)} FROM {self.name} "
            f"WHERE rowid >= $since) AS newer WHERE {self.name}.rowid < $since AND {same}",
            {"since": since},
        )[0]

    def _one(self, sql, bound=None):
        return self.con.execute(sql, bound).fetchone()


def straight(table, layout, source, header):
    """Insert the source as it stands; the Outcome, or None where it needs the careful way.

    Nothing of it is left in the table then.
    """
    sample = (row[p] for row in header.sample for p in layout.places.values() if p < len(row))
    if not layout.simple or any(cell.startswith(("'", '="')) for cell in sample):
        return None
    con, since = table.con, table.next_row()
    relation, bound = source.relation(header, layout.missing)
    con.execute("SET preserve_insertion_order = false")
    try:
        for text in ("c{}", "nullif(trim(c{}), '')"):
            values = [
                text.format(place) if kind == "VARCHAR" else f"CAST(c{place} AS {kind})"
                for place, kind in ((p, table.types[c]) for c, p in layout.places.items())
            ]
            con.execute(
                f"INSERT INTO {table.name} ({', '.join(layout.places)}) "
                f"SELECT {', '.join(values)} FROM {relation}",
                bound,
            )
            rows, padded, odd = _look(table, layout, since)
            if not padded and not odd:
                return Outcome(rows, rows, table.drop_older(since), since=since)
            con.execute(f"DELETE FROM {table.name} WHERE rowid >= $1", [since])
            if odd:
                return None
    except duckdb.Error:
        # What exactly was wrong, and where, the careful way finds out.
        return None
    finally:
        con.execute("SET preserve_insertion_order = true")
    return None


def _look(table, layout, since):
    """(rows, some text has outer spaces, something only the careful way can mend) of new rows."""
    texts = [c for c in layout.columns if table.types[c] == "VARCHAR"]
    times = [c for c in layout.columns if table.types[c] in ("DATE", "TIMESTAMP")]
    keys = [k for k in table.key if k in layout.columns]
    # Below “!” are only blanks: cheaper than trim, by the column's own statistics.
    padded = " OR ".join(f"{c} < '!' OR suffix({c}, ' ')" for c in texts) or "false"
    odd = [f"contains({c}, chr(9)) OR {ruined(c)}" for c in texts]
    odd += [f"{c} < TIMESTAMP '1900-01-01'" for c in times]
    odd.append(left_out(table, layout, {k: k for k in keys}))
    rows, different, with_blanks, with_odd = table.con.execute(
        f"SELECT count(*), count(DISTINCT hash({', '.join(keys)})), "
        f"bool_or({padded}), bool_or({' OR '.join(odd)}) "
        f"FROM {table.name} WHERE rowid >= $1",
        [since],
    ).fetchone()
    return rows, with_blanks, with_odd or different < rows


def ruined(text):
    """SQL that is true for a number as Excel writes a code too long for it: 1.23E+17."""
    return (
        f"CASE WHEN contains({text}, 'E+') OR contains({text}, 'e+') "
        f"THEN regexp_full_match({text}, '{_RUINED}') ELSE false END"
    )


def left_out(table, layout, values):
    """SQL that is true for a row without any key and for a row of totals.

    ``values`` holds the SQL of each column's value.
    """
    names = [k for k in table.key if k in layout.columns]
    codes = [k for k in names if k != _SUBJECT] or names
    keys = [f"CAST({values[k]} AS VARCHAR)" for k in codes]
    nothing = " AND ".join(f"{key} IS NULL" for key in keys)
    words = ", ".join(f"'{word}'" for word in TOTALS)
    totals = [f"coalesce({key} IN ({words}), false)" for key in keys]
    return f"(({nothing}) OR {' OR '.join(totals)})"
