"""One source into its table: a single INSERT that reads every cell as offices write them.

DuckDB's own reading comes first and costs what a plain import does; only a cell that it cannot
read is looked at again. What no way of reading understands is NULL and stays beside its row in
load_odd until it is told (oversight/mending.py). Table and column names come from queries/schema;
what comes from a file is data or a bound value.
"""

from dataclasses import dataclass, field

import duckdb

from oversight import catalog, faults, mending, sources
from oversight.errors import UserError

_EDGES = f"""
CREATE OR REPLACE TEMP MACRO load_bare(x) AS trim(x, '{mending.BLANKS}');
CREATE OR REPLACE TEMP MACRO load_plain(x) AS
    (x >= '*' AND x < '=' OR x >= '>' AND x < chr(127) OR x >= chr(12289))
    AND NOT ({" OR ".join(f"suffix(x, '{blank}')" for blank in mending.BLANKS)});
"""
MACROS = (
    _EDGES
    + r"""
-- Most need none of it, and to see that costs a tenth.
CREATE OR REPLACE TEMP MACRO load_clean(x) AS nullif(CASE
    WHEN load_plain(x) THEN x
    WHEN starts_with(load_bare(x), '="') OR starts_with(load_bare(x), '''')
    THEN load_bare(trim(load_bare(x), '="''')) ELSE load_bare(x) END, '');
CREATE OR REPLACE TEMP MACRO load_number(x) AS regexp_replace(x, '[,，\s￥¥]|元$', '', 'g');
CREATE OR REPLACE TEMP MACRO load_share(x) AS
    CASE WHEN ends_with(x, '%')
         THEN CAST(TRY_CAST(rtrim(x, '%') AS DECIMAL(18, 8)) / 100 AS VARCHAR) ELSE x END;
CREATE OR REPLACE TEMP MACRO load_other_time(x) AS CASE
    WHEN strlen(x) = 8 AND regexp_full_match(x, '\d{8}') THEN try_strptime(x, '%Y%m%d')
    WHEN strlen(x) = 14 AND regexp_full_match(x, '\d{14}') THEN try_strptime(x, '%Y%m%d%H%M%S')
    -- Excel's own days since 1899-12-30; five digits are 1927 to 2173
    WHEN regexp_full_match(x, '[1-9]\d{4}(\.\d+)?')
    THEN TIMESTAMP '1899-12-30' + to_seconds(CAST(round(TRY_CAST(x AS DOUBLE) * 86400) AS BIGINT))
    ELSE try_strptime(x, [
        '%Y年%m月%d日', '%Y.%m.%d', '%Y年%m月%d日%H时%M分%S秒', '%Y年%m月%d日 %H:%M:%S',
        '%Y.%m.%d %H:%M:%S', '%Y年%m月%d日 %H:%M', '%Y.%m.%d %H:%M']) END;
CREATE OR REPLACE TEMP MACRO load_time(x) AS CASE
    WHEN coalesce(TRY_CAST(x AS TIMESTAMP), load_other_time(x)) >= TIMESTAMP '1900-01-01'
    THEN coalesce(TRY_CAST(x AS TIMESTAMP), load_other_time(x)) END;
"""
)
# Where a cell of the sample begins or ends like this, the whole column is cleaned as it is read.
_OUTER = mending.BLANKS + "".join(mending.GUARDS)


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

    def next_row(self):
        """The rowid that the next row will at least have."""
        return self.one(f"SELECT coalesce(max(rowid) + 1, 0) FROM {self.name}")[0]

    def dates(self, since):
        """First and last day of the card's date column in the rows from rowid ``since`` on."""
        if not self.date:
            return None, None
        days = f"min(CAST({self.date} AS DATE)), max(CAST({self.date} AS DATE))"
        return self.one(f"SELECT {days} FROM {self.name} WHERE rowid >= $1", [since])

    def drop_older(self, since):
        """Delete the rows before ``since`` whose key a row from there on bears; how many."""
        if since == 0:
            return 0
        same = " AND ".join(f"{self.name}.{k} IS NOT DISTINCT FROM newer.{k}" for k in self.key)
        return self.one(
            f"DELETE FROM {self.name} USING (SELECT {', '.join(self.key)} FROM {self.name} "
            f"WHERE rowid >= $since) AS newer WHERE {self.name}.rowid < $since AND {same}",
            {"since": since},
        )[0]

    def one(self, sql, bound=None):
        """The first row of a statement."""
        return self.con.execute(sql, bound).fetchone()


def insert(table, layout, source, header):
    """Insert the source; the Outcome with all its faults. All of it goes in, or nothing.

    Raises UserError where a key is ruined, where rows cannot be told apart or the file breaks off;
    sources.WrongEncoding where the text is not UTF-8.
    """
    con = table.con
    con.execute(MACROS)
    since = table.next_row()
    # One transaction: no checkpoint moves rows while they are known by their rowid.
    con.begin()
    try:
        con.execute(f"ALTER TABLE {table.name} ADD COLUMN load_odd VARCHAR[]")
        doubted, broken = _read(table, layout, source, header)
        outcome = mending.mend(table, layout, source, header, Outcome(since=since), doubted, broken)
        con.execute(f"ALTER TABLE {table.name} DROP COLUMN load_odd")
    except BaseException:
        con.rollback()
        raise
    con.commit()
    return outcome


def _read(table, layout, source, header):
    """The INSERT; (columns whose texts load_odd holds, lines that do not split)."""
    texts, values, bound = _cells(table, layout, header)
    kinds = {column: table.types[column] for column in values}
    doubted = [c for c, kind in kinds.items() if kind != "VARCHAR" or c in layout.values]
    read = {c: f"v_{c}" for c in values} | {c: _read_again(kinds[c], c) for c in doubted}
    read |= {column: f"CAST($is_{column} AS {table.types[column]})" for column in layout.constants}
    bound |= {f"is_{column}": text for column, text in layout.constants.items()}
    rows, of_source = source.relation(header, layout.missing)
    # One step upon the other: what a step names twice, the one below it reckoned once.
    for step in (
        [f"{text} AS x_{c}" for c, text in texts.items()],
        ["*", *(f"{value} AS v_{c}" for c, value in values.items())],
        ["*", *(f"{_left(kinds[c], c)} AS t_{c}" for c in doubted)],
        [*(f"{value} AS r_{c}" for c, value in read.items()), *(f"t_{c}" for c in doubted)],
        [*(f"r_{c}" for c in read), _odd(doubted)],
    ):
        rows = f"(SELECT {', '.join(step)} FROM {rows})"
    try:
        table.con.execute(
            f"INSERT INTO {table.name} ({', '.join(read)}, load_odd) SELECT * FROM {rows}",
            bound | of_source,
        )
    except duckdb.Error as error:
        raise UserError(
            faults.explain(error)
            or f"文件 {source.name} 读到一半出错，可能已损坏，请重新导出后再装载。"
        ) from error
    return doubted, sources.broken(table.con) if "rejects" in of_source else []


def _outer(layout, header):
    """Columns with a blank or a guard around some cell of the sample."""
    return {
        column
        for column, place in layout.places.items()
        for row in header.sample
        if place < len(row) and row[place] and (row[place][0] in _OUTER or row[place][-1] in _OUTER)
    }


def _cells(table, layout, header):
    """SQL by column: of the text in the file, of its plain reading; and what they bind."""
    outer = _outer(layout, header)
    texts, values, bound = {}, {}, {}
    for column, place in layout.places.items():
        kind, text, value = table.types[column], f"c{place}", f"x_{column}"
        if column in layout.first:
            bound[f"part_{column}"] = layout.first[column]
            text = f"nullif(trim(split_part(load_clean({text}), $part_{column}, 1)), '')"
        elif column in layout.values or (kind == "VARCHAR" and column in outer):
            text = f"load_clean({text})"
        if column in layout.values:
            codes = layout.values[column]
            bound[f"from_{column}"], bound[f"to_{column}"] = list(codes), list(codes.values())
            value = f"$to_{column}[list_position($from_{column}, {value})]"
        texts[column] = text
        values[column] = value if kind == "VARCHAR" else f"TRY_CAST({value} AS {kind})"
    return texts, values, bound


def _left(kind, column):
    """SQL of the text that the plain reading left, without blanks and guards; else NULL."""
    unread = f"v_{column} IS NULL"
    if kind in ("DATE", "TIMESTAMP"):
        unread = f"({unread} OR v_{column} < {kind} '1900-01-01')"
    return f"CASE WHEN {unread} AND x_{column} IS NOT NULL THEN load_clean(x_{column}) END"


def _read_again(kind, column):
    """SQL of a value: the plain reading, or what the text it left means as offices write it."""
    left = f"t_{column}"
    if kind in ("DATE", "TIMESTAMP"):
        other = f"CAST(load_time({left}) AS {kind})"
    elif kind == "VARCHAR":
        other = "NULL"
    else:
        other = f"TRY_CAST(load_share(load_number({left})) AS {kind})"
    return f"CASE WHEN {left} IS NULL THEN v_{column} ELSE {other} END"


def _odd(doubted):
    """SQL of load_odd: where a text gave no value, the texts of all doubted columns that did not.

    In the order of ``doubted``; NULL for a column that was read or holds but blanks.
    """
    if not doubted:
        return "NULL"
    wrong = {c: f"t_{c} IS NOT NULL AND r_{c} IS NULL" for c in doubted}
    texts = ", ".join(f"CASE WHEN {test} THEN t_{c} END" for c, test in wrong.items())
    return f"CASE WHEN {' OR '.join(f'({test})' for test in wrong.values())} THEN [{texts}] END"
