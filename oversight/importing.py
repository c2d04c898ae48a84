"""One path for every ledger file: bytes → grid → table → records → faults.

read() and read_bytes() are all a caller needs; grids.py opens the file, headings.py finds the
table, records.py reads its rows, values.py their cells. Nothing is written anywhere.
"""

import gc
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from oversight import ledgers
from oversight.errors import UserError
from oversight.grids import Grid, read_grids
from oversight.headings import Vocabulary, find_header, header_of
from oversight.records import read_sheet
from oversight.rows import LeftOut
from oversight.surroundings import titles

_TOP_ROWS = 200


@dataclass
class Workbook:
    """What a file holds for ledgers of ``kind`` (a name); ``left_out`` lists sheets not read.

    ``grids`` are all its sheets by name, hidden ones too, as they were read.
    """

    file: str
    sha256: str
    kind: str
    sheets: list
    left_out: list
    grids: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Choices:
    """What a person corrected about the reading of a file; sheets by name, "" for a text file.

    ``kind``: name of the ledger kind; ``headers``: sheet → (first, last) row of its header from 1,
    or () for a sheet that is no table; ``columns``: plain heading → column name, "" for none;
    ``rows``: sheet → {row from 1: read it or not}; ``cells``: sheet → {(row, place) from 1: text}.
    """

    kind: str | None = None
    headers: dict = field(default_factory=dict)
    columns: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    cells: dict = field(default_factory=dict)


def content(path):
    """The bytes of a file. Raises UserError when it cannot be opened."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UserError(
            f"“{Path(path).name}”打不开，请核对路径，或先在 Excel 中关闭它。"
        ) from error


def read(path, kind=None, sheet=None, choices=None):
    """Read a file for a kind of ledger: see read_bytes()."""
    return read_bytes(content(path), Path(path).name, kind, sheet, choices)


@contextmanager
def _undisturbed():
    """Millions of small objects, no cycle among them: the search for cycles takes a quarter."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


@_undisturbed()
def read_bytes(data, file_name, kind=None, sheet=None, choices=None):
    """The sheets of an uploaded file that hold a table of ``kind``, as a Workbook.

    Without ``kind`` (a ledgers.Kind) the kind whose columns fit best is taken; ``sheet`` names
    the only sheet to read; ``choices`` are corrections of what is recognised.
    Raises UserError when the file cannot be read or holds no such table.
    """
    return read_sheets(read_grids(data, file_name), file_name, sha256(data), kind, sheet, choices)


def sha256(data):
    """SHA-256 of bytes, in hex digits."""
    return hashlib.sha256(data).hexdigest()


@_undisturbed()
def read_sheets(grids, file_name, digest, kind=None, sheet=None, choices=None):
    """As read_bytes(), of grids already read."""
    choices = choices or Choices()
    kind = kind or (ledgers.kind(choices.kind) if choices.kind else None)
    grids = [_corrected(grid, choices.cells.get(grid.name or "")) for grid in grids]
    if sheet is not None:
        names = "、".join(grid.name for grid in grids if grid.name)
        grids = [grid for grid in grids if grid.name == sheet]
        if not grids:
            raise UserError(f"“{file_name}”里没有名为“{sheet}”的工作表，只有：{names}。")
    seen = [grid for grid in grids if not grid.hidden]
    kinds = [kind] if kind else list(ledgers.kinds().values())
    kind, headers = _choose(kinds, seen, file_name, choices)
    if not any(headers):
        raise UserError(
            f"“{file_name}”里没有找到{_looked_for(kinds)}，请核对表头，或改选台账类型后再导入。"
        )
    words = Vocabulary(kind, choices.columns)
    sheets, left_out = [], [_sheet_left(grid, grid.hidden) for grid in grids if grid.hidden]
    for grid, header in zip(seen, headers, strict=True):
        if header:
            rows = choices.rows.get(grid.name or "")
            sheets.append(read_sheet(grid, header, words, file_name, rows))
        else:
            left_out.append(_sheet_left(grid, _what_else(grid, kind)))
    named = {grid.name: grid for grid in grids}
    return Workbook(file_name, digest, kind.name, sheets, left_out, named)


def _corrected(grid, cells):
    cells = {(row - 1, place - 1): text for (row, place), text in (cells or {}).items()}
    return grid.corrected(cells) if cells else grid


def _header(grid, words, choices):
    """A sheet's header: where a person says it is, else where it is found; None without."""
    rows = choices.headers.get(grid.name or "")
    if rows is None:
        return find_header(grid, words)
    return header_of(grid, rows[0] - 1, rows[1] - 1, words) if rows else None


def what_is(grid):
    """What a sheet is that is no ledger: recognising.What, told from its first rows."""
    from oversight import recognising  # only where a file holds something else

    top = Grid(grid.name, grid.rows[:_TOP_ROWS], [m for m in grid.merges if m[2] < _TOP_ROWS])
    what = recognising.what_is(top, grid.name or "")
    if what.kind == "list" and len(grid.rows) > _TOP_ROWS:
        # It would count the first rows only.
        what = what._replace(why="不是已知的业务表，按一般清单核对。")
    return what


def _what_else(grid, kind):
    what = what_is(grid)
    if what.kind in ("ledger", "list", "template", "unknown"):
        return f"没有找到{_looked_for([kind])}"
    return what.why.rstrip("。")


def _sheet_left(grid, reason):
    return LeftOut(None, "", f"工作表“{grid.name}”未读：{reason}")


def _looked_for(kinds):
    """The required columns in words: “问题表述”一类的列（如 问题描述、存在问题）."""
    needed = {
        column.label: [word for word in column.synonyms if word != column.label][:3]
        for kind in kinds
        for column in kind.columns.values()
        if column.required
    }
    named = "或".join(f"“{label}”" for label in needed)
    examples = "、".join(dict.fromkeys(word for words in needed.values() for word in words))
    return f"{named}一类的列（如 {examples}）" if named else "认得的表头"


def _choose(kinds, grids, file_name, choices):
    """The kind that fits the sheets best, and the header of each sheet under it (or None)."""
    tried = []
    for kind in kinds:
        words = Vocabulary(kind, choices.columns)
        headers = [_header(grid, words, choices) for grid in grids]
        found = [(grid, header) for grid, header in zip(grids, headers, strict=True) if header]
        # Kinds share most columns: then their wording, and what title and file name say, decide.
        said = file_name + "".join(
            "".join([*titles(grid, header), *(heading.text for heading in header.headings)])
            for grid, header in found
        )
        alike = sum(kind.title[n : n + 2] in said for n in range(len(kind.title) - 1))
        score = sum(header.score for _, header in found)
        tried.append((score, -sum(header.order for _, header in found), alike, kind, headers))
    *_, best, headers = max(tried, key=lambda one: one[:3])
    return best, headers


_JSON_NAMES = {"due_on": "deadline", "due_text": "deadline_text"}
_JSON_KEYS = [
    *("row", "seq", "category", "source", "description", "found_on", "leaders", "units", "persons"),
    *("measures", "due_text", "due_on", "long_term", "immediate", "status", "status_text"),
    *("closed_on", "amount_involved_yuan", "amount_recovered_yuan", "persons_involved"),
    *("transferred_text", "mechanism", "remark"),
]


def _json_value(value):
    if isinstance(value, date):
        return value.isoformat()
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _json_record(record):
    unsaid = dict.fromkeys(("long_term", "immediate"), False)
    return {
        _JSON_NAMES.get(key, key): _json_value(record.get(key, unsaid.get(key)))
        for key in _JSON_KEYS
    }


def _json_sheet(sheet):
    return {
        "sheet": sheet.name,
        "header_rows": list(sheet.header_rows),
        "records": [_json_record(record) for record in sheet.records],
        "problems": [
            {
                "row": fault.row,
                "column": _JSON_NAMES.get(fault.column, fault.column),
                "code": fault.code,
                "sentence": fault.sentence,
            }
            for fault in sheet.faults
        ],
        "left_out": [str(left) for left in sheet.left_out],
    }


def as_json(workbook):
    """A Workbook as plain data, as ``check --json`` prints it: every record has every key."""
    return {
        "file": workbook.file,
        "kind": workbook.kind,
        "sheets": [_json_sheet(sheet) for sheet in workbook.sheets],
        "left_out": [str(left) for left in workbook.left_out],
    }
