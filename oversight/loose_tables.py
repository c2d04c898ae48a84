"""A table of unknown meaning held in DuckDB's memory, its cells as text: what profiles ask.

From the cells of a sheet, or straight from a large text file. Nothing of it reaches the store.
"""

import threading
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd

from oversight import grids, sources, table_headers, tabling
from oversight.errors import UserError
from oversight.inserting import MACROS
from oversight.values import BLANKS, compact, scale

# What Python cells may take; above it a text file goes straight into DuckDB.
LARGEST_GRID = 8 * grids.MEGABYTE
LARGEST_FILE = 300 * grids.MEGABYTE
_HEAD_ROWS = 200
_DIGITS = 10**15
TOTALS = ("合计", "总计", "小计", "共计", "总合计")


@dataclass
class Held:
    """A table in DuckDB: ``t`` with ``row`` (its row in the file) and c0…, all text or NULL.

    ``columns`` are its headings. ``totals`` are (row, cells as text, 合计 or 小计). ``units`` are
    元 per unit by place, where heading or table names one. ``as_text`` maps a place to the rows
    whose number is text beside real numbers (workbooks). ``broken`` are lines that do not split.
    """

    con: duckdb.DuckDBPyConnection
    columns: list
    rows: int
    totals: list = field(default_factory=list)
    units: dict = field(default_factory=dict)
    as_text: dict = field(default_factory=dict)
    broken: list = field(default_factory=list)
    # One connection: two windows take turns.
    lock: threading.Lock = field(default_factory=threading.Lock)

    def number(self, place):
        """SQL of a column as a DECIMAL in its unit."""
        return number(value(place), self.units.get(place, 1))

    def one(self, sql, bound=None):
        """The first row of a query."""
        return self.con.execute(sql, bound).fetchone()

    def all(self, sql, bound=None):
        """All rows of a query."""
        return self.con.execute(sql, bound).fetchall()


_COUNTED = "人次|人|名|户|家|件|例|笔|个|条|项|次|天"
_AROUND = "(左右|以上|上下|整)?$"
_NUMERICAL = (
    r"[约近共计]*[￥¥(（]?[-+－]?[￥¥]?[\d０-９,，.．\s]+[)）]?[%％]?[余多]?"
    rf"(万元|万|元|{_COUNTED})?{_AROUND}"
)


def number(text, unit=1):
    """SQL of a text as a DECIMAL in the column's unit (元 per unit), NULL where it is none.

    A cell's own unit goes before the column's: 5000元 in a column of 万元 is 0.5. 约, 余, 左右 and
    the words of counting (5人次) do not change the figure.
    """
    half = f"translate({text}, '０１２３４５６７８９．－', '0123456789.-')"
    words = f"^[约近共计]+|[余多]?(万元|万|元|{_COUNTED})?{_AROUND}"
    bare = f"load_number(rtrim(regexp_replace({half}, '{words}', '', 'g'), '%％'))"
    factor = (
        f"CASE WHEN regexp_matches({text}, '万元?{_AROUND}') THEN {Decimal(10000) / unit} "
        f"WHEN regexp_matches({text}, '元{_AROUND}') THEN {1 / Decimal(unit)} ELSE 1 END"
    )
    # The look comes first: it costs a twentieth of the reading.
    return (
        f"CASE WHEN regexp_full_match({text}, '{_NUMERICAL}') THEN "
        f"coalesce(TRY_CAST({text} AS DECIMAL(28, 6)), TRY_CAST(TRY_CAST({bare} AS DECIMAL(24, 4)) "
        f"* CAST({factor} AS DECIMAL(14, 8)) AS DECIMAL(28, 6))) END"
    )


def value(place):
    """SQL of a column's text without outer blanks, NULL where nothing, / or a dash is left."""
    text = f"trim(c{place}, '{BLANKS}')"
    return f"CASE WHEN {text} NOT IN ('', '/', '／', '-', '—', '——', '–', '－') THEN {text} END"


def _memory():
    con = duckdb.connect(config={"memory_limit": "1GB", "autoinstall_known_extensions": "false"})
    con.execute("SET enable_progress_bar = false")
    con.execute(MACROS)
    return con


def text_of(cell):
    """A cell as text: a date as 2025-01-02, a whole number without a point, 1.2E+17 as Excel
    shows a number too long for it; None for nothing."""
    if cell is None or isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        plain = cell.time() == time()
        return f"{cell:%Y-%m-%d}" if plain else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, (int, float)) and abs(cell) >= _DIGITS:
        return f"{cell:.14E}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{Decimal(repr(cell)):f}"
    return str(cell)


def from_table(table, workbook):
    """A tabling.Table as Held; ``workbook`` is True where numbers and texts are told apart."""
    held = Held(_memory(), list(table.names), len(table.rows), units=_units(table))
    frame = {"row": [row for row, _ in table.rows]}
    for place in range(len(table.columns)):
        cells = [values[place] for _, values in table.rows]
        frame[f"c{place}"] = pd.Series([text_of(cell) for cell in cells], dtype=object)
        if workbook:
            held.as_text[place] = _numbers_as_text(table.rows, place)
    _create(held, pd.DataFrame(frame))
    held.totals = [(row, tuple(map(text_of, cells)), kind) for row, cells, kind in table.totals]
    return held


def _units(table):
    """元 per unit of every column that heading or table names as money."""
    of_table = scale(table.unit or "")
    named = ((place, scale(column.name)) for place, column in enumerate(table.columns))
    return {place: own or of_table for place, own in named if own or of_table}


def _numbers_as_text(rows, place):
    """Rows of a column whose number is text while most cells are real numbers."""
    real = sum(type(values[place]) in (int, float) for _, values in rows)
    odd = [
        row
        for row, values in rows
        if isinstance(values[place], str) and table_headers.shape(values[place]) == "数"
    ]
    return odd if real > len(odd) else []


def _create(held, frame):
    texts = "".join(f", CAST(c{i} AS VARCHAR) AS c{i}" for i in range(len(held.columns)))
    held.con.register("cells", frame)
    held.con.execute(f"CREATE TABLE t AS SELECT CAST(row AS BIGINT) AS row{texts} FROM cells")
    held.con.unregister("cells")


def head(source):
    """The beginning of a text file (a sources.Source) as a Grid: enough to find its header."""
    with source.file.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        lines = "".join(line for line, _ in zip(file, range(_HEAD_ROWS), strict=False))
    return grids.read_grids(lines.encode(), "head.csv")[0]


def beginning(path, scratch, header=None):
    """(Grid, tabling.Table) of the first rows of a large text file; see from_file()."""
    _, grid, table = _begin(Path(path), scratch, header)
    return grid, table


def _begin(path, scratch, header, encoding=None):
    if path.stat().st_size > LARGEST_FILE:
        size = path.stat().st_size // grids.MEGABYTE
        raise UserError(
            f"“{path.name}”有 {size} MB，超过 300 MB 的上限，请按月份或机构拆分后再核对。"
        )
    try:
        source = sources.read(path, scratch, encoding)[0]
        grid = head(source)
    except UnicodeDecodeError as error:
        raise UserError(f"“{path.name}”的文字编码不能识别，请另存为 UTF-8 后再核对。") from error
    found = tabling.tables_of(grid, header)
    if not found:
        raise UserError(f"“{path.name}”里没有内容，请核对后重新选择。")
    table = found[0]
    # A line with too many cells does not make the table wider.
    named = max((column.place + 1 for column in table.columns if column.named), default=0)
    width = max(named, _usual_width(grid.rows[table.last or 0 :]))
    table.columns = tuple(column for column in table.columns if column.place < width)
    return source, grid, table


def from_file(path, scratch, header=None, encoding=None):
    """(Held, tabling.Table of the beginning) of a large text file.

    ``header`` is (first, last) row from 1 as a person corrected it; ``encoding`` overrules what the
    beginning suggests. Raises UserError for a file that is empty, of another kind, or larger than
    LARGEST_FILE.
    """
    source, grid, table = _begin(Path(path), scratch, header, encoding)
    line = table.last or 0
    width = max(*(column.place + 1 for column in table.columns), _usual_width(grid.rows[line:]))
    mark = next((h.delimiter for h in _likely(source, grid)), ",")
    rows = tuple(tuple(row) for row in grid.rows[line:] if row)
    layout = sources.Header(line, ("",) * width, mark, rows or (("",) * width,))
    relation, bound = source.relation(layout)
    held = Held(_memory(), list(table.names), 0, units=_units(table))
    kept = "".join(f", c{c.place} AS c{i}" for i, c in enumerate(table.columns))
    try:
        held.con.execute(
            f"CREATE TABLE t AS SELECT row_number() OVER () + {line} AS row{kept} FROM {relation}",
            bound,
        )
    except duckdb.Error as error:
        raise UserError(
            f"“{source.path.name}”读到一半出错，可能是引号不成对或编码混杂，请重新导出后再核对。"
        ) from error
    try:
        held.broken = sources.broken(held.con)
    except sources.WrongEncoding:
        # Only the beginning was UTF-8.
        return from_file(path, scratch, header, "gb18030")
    every = range(len(held.columns))
    nothing = " AND ".join(f"c{i} IS NULL" for i in every)
    held.con.execute(f"DELETE FROM t WHERE {nothing}")
    _set_totals_apart(held)
    held.rows = held.one("SELECT count(*) FROM t")[0]
    return held, table


def _likely(source, beginning):
    usual = _usual_width(beginning.rows)
    return (h for h in source.headers if len(h.cells) == usual)


def _usual_width(rows):
    widths = [len(row) for row in rows if row]
    return max(set(widths), key=widths.count) if widths else 1


def _set_totals_apart(held):
    """Rows whose first or second cell says 合计 are sums, not records."""
    words = ", ".join(f"'{word}'" for word in TOTALS)
    first = [f"c{i}" for i in range(min(2, len(held.columns)))]
    said = " OR ".join(f"replace({c}, ' ', '') IN ({words})" for c in first)
    found = held.all(f"SELECT * FROM t WHERE {said} ORDER BY row")
    for row, *cells in found:
        word = next(compact(c) for c in cells if c and compact(c) in TOTALS)
        held.totals.append((row, tuple(cells), "小计" if word == "小计" else "合计"))
    held.con.execute(f"DELETE FROM t WHERE {said}")
