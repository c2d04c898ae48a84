"""Uploaded files of any kind → the tables in them, each known by what it is.

A workbook or a small text file is read cell by cell; a large text file by its beginning, its rows
by DuckDB.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from oversight import filled_forms, loose_tables, recognising, tabling
from oversight.errors import UserError
from oversight.grids import read_grids

TYPES = ["xlsx", "xls", "ods", "csv", "tsv", "txt"]
MAPPING = "toml"
_TEXT = {".csv", ".tsv", ".txt"}


@dataclass
class Part:
    """One table of a file. ``number`` is the file's, ``key`` tells it from the file's others.

    ``form`` is there instead of ``table`` for a form; both are None for an empty sheet. ``large``
    means that the rows are in the file only. ``top`` are its first rows, as written.
    """

    number: int
    file: str
    sheet: str | None
    key: str
    what: recognising.What
    table: tabling.Table | None = None
    form: filled_forms.Form | None = None
    workbook: bool = False
    large: bool = False
    top: tuple = ()

    @property
    def name(self):
        """What a person calls it."""
        count = self.key.rpartition(".")[2]
        several = f"，第 {int(count) + 1} 张表" if count != "0" else ""
        return f"{self.file}（{self.sheet}{several}）" if self.sheet else f"{self.file}{several}"


def parts(data, file, number=0, headers=None):
    """The Parts of a file's ``data`` (bytes), in order.

    ``headers`` maps a sheet's key (its place, from 0, as text) to the (first, last) header row that
    a person gave. Raises UserError for a file that cannot be read.
    """
    headers = headers or {}
    if _is_large(data, file):
        return [_large(data, file, number, headers.get("0"))]
    try:
        grids = read_grids(data, file)
    except UserError:
        if Path(file).suffix.lower() in _TEXT and len(data) > loose_tables.LARGEST_GRID // 4:
            return [_large(data, file, number, headers.get("0"))]
        raise
    found = []
    for place, grid in enumerate(grids):
        if not grid.hidden:
            found += _of_grid(grid, file, number, str(place), headers.get(str(place)))
    return found


def _is_large(data, file):
    text = Path(file).suffix.lower() in _TEXT and data[:4] != b"PK\x03\x04"
    return text and len(data) > loose_tables.LARGEST_GRID


def _of_grid(grid, file, number, place, header):
    what = recognising.what_is(grid, grid.name or Path(file).stem)
    top = tuple(tuple(row[:40]) for row in grid.rows[:40])
    workbook = grid.name is not None
    if what.kind == "form" and not header:
        form = filled_forms.form_of(grid)
        return [Part(number, file, grid.name, f"{place}.0", what, form=form, top=top)]
    found = tabling.tables_of(grid, header)
    if not found:
        return [Part(number, file, grid.name, f"{place}.0", what)]
    made = []
    for count, table in enumerate(found):
        if count or header:
            what = recognising.of_headings(table, grid.name or Path(file).stem)
        labelled = recognising.labelled(table, what.table)
        key = f"{place}.{count}"
        made.append(Part(number, file, grid.name, key, what, labelled, None, workbook, False, top))
    return made


def _written(data, file, folder):
    path = Path(folder) / (Path(file).name or "file.csv")
    path.write_bytes(data)
    return path


def _large(data, file, number, header):
    with tempfile.TemporaryDirectory() as folder:
        beginning, table = loose_tables.beginning(_written(data, file, folder), folder, header)
    what = recognising.of_headings(table, Path(file).stem)
    top = tuple(tuple(row[:40]) for row in beginning.rows[:40])
    labelled = recognising.labelled(table, what.table)
    return Part(number, file, None, "0.0", what, labelled, None, False, True, top)


def held(part, data):
    """The rows of a Part as loose_tables.Held; ``data`` are the bytes of its file.

    Raises UserError where a large file cannot be read to its end.
    """
    if not part.large:
        return loose_tables.from_table(part.table, part.workbook)
    header = (part.table.first, part.table.last) if part.table.first else None
    with tempfile.TemporaryDirectory() as folder:
        made, _ = loose_tables.from_file(_written(data, part.file, folder), folder, header)
        made.columns = list(part.table.names)
        return made


def preview(part, most=12):
    """The first rows as written: (row from 1, cells, what the row is)."""
    table, kinds = part.table, {}
    if table:
        kinds = {aside.row: aside.kind for aside in table.asides}
        kinds |= {row: "记录" for row, _ in table.rows[: 2 * most]}
        kinds |= {row: kind for row, _, kind in table.totals}
        if table.first:
            kinds |= dict.fromkeys(range(table.first, table.last + 1), "表头")
    end = max(most, (table.last or 0) + 4) if table else most
    return [(n, row, kinds.get(n, "")) for n, row in enumerate(part.top[:end], start=1)]
