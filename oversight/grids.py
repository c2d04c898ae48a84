"""Bytes of an uploaded file → grids of cells, for xlsx, xls, xlsb, ods, csv, tsv and txt."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from pathlib import Path

from charset_normalizer import from_bytes

from oversight import workbooks
from oversight.errors import UserError
from oversight.workbooks import MACROS, MEGABYTE, SAVE_AS

_KEPT = 100
LARGEST_FILE = 50 * MEGABYTE
_WORKBOOKS, _TEXTS = {".xlsx", ".xls", ".xlsb", ".ods"}, {".csv", ".tsv", ".txt"}
_REFUSED = {
    ".xlsm": MACROS,
    ".xltm": MACROS,
    ".et": "是 WPS 表格的专用格式，不能读取，",
    ".wps": "是 WPS 文字文档，不是表格，",
    ".doc": "是文字文档，不是表格，",
    ".docx": "是文字文档，不是表格，",
    ".pdf": "是 PDF，不是表格，",
}


class Rows(Sequence):
    """Rows made of columns as they are asked for, without the empty cells at their end."""

    def __init__(self, columns):
        self.columns, self._made = columns, {}

    def __len__(self):
        return len(self.columns[0]) if self.columns else 0

    def __getitem__(self, which):
        if isinstance(which, slice):
            return [self[row] for row in range(*which.indices(len(self)))]
        if which in self._made:
            return self._made[which]
        if not -len(self) <= which < len(self):
            raise IndexError(which)
        row = [column[which] for column in self.columns]
        while row and row[-1] == "":
            row.pop()
        # A header is looked at cell by cell, over and over.
        if len(self._made) >= _KEPT:
            self._made.clear()
        self._made[which] = row
        return row

    def __eq__(self, other):
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet as written, from A1; rows may end early, empty cells are "".

    ``name`` is None for a text file; ``merges`` holds (top, left, bottom, right), from 0;
    ``hidden`` is the reason why a person does not see the sheet as a table, or None. ``faulty``
    are cells that show no figure though they should, (row, place) from 0 → the error shown, or ""
    for a formula that was never computed.
    """

    name: str | None
    rows: Sequence
    merges: list
    hidden: str | None = None
    faulty: dict = field(default_factory=dict)

    @cached_property
    def columns(self):
        """The same cells by column: lists of equal length."""
        if isinstance(self.rows, Rows):
            return self.rows.columns
        return [list(column) for column in zip_longest(*self.rows, fillvalue="")]

    def merges_of(self, row):
        """The merged ranges that a row (from 0) is part of."""
        return self._merges_by_row.get(row, ())

    @cached_property
    def _merges_by_row(self):
        found = {}
        for merge in self.merges:
            for row in range(merge[0], min(merge[2] + 1, len(self.rows))):
                found.setdefault(row, []).append(merge)
        return found

    def corrected(self, cells):
        """The grid with some cells written anew: {(row, place) from 0: text}; no fault is left."""
        columns = list(self.columns)
        height = max([len(self.rows), *(row + 1 for row, _ in cells)])
        width = max([len(columns), *(place + 1 for _, place in cells)])
        columns = [column + [""] * (height - len(column)) for column in columns]
        columns += [[""] * height for _ in range(width - len(columns))]
        for (row, place), text in cells.items():
            columns[place][row] = text
        faulty = {at: error for at, error in self.faulty.items() if at not in cells}
        return Grid(self.name, Rows(columns), self.merges, self.hidden, faulty)


def read_grids(data, file_name):
    """The sheets of a file's ``data`` (bytes), in order.

    Raises UserError for a file that is too large, damaged, locked, or of another kind.
    """
    suffix = Path(file_name).suffix.lower()
    if suffix in _REFUSED:
        raise UserError(f"“{file_name}”{_REFUSED[suffix]}{SAVE_AS}")
    if suffix not in _WORKBOOKS | _TEXTS:
        raise UserError(
            f"“{file_name}”的类型不能识别，只能导入 .xlsx、.xls、.xlsb、.ods、.csv、.tsv、.txt，"
            "请另存为其中一种。"
        )
    if not data:
        raise UserError(f"“{file_name}”是空文件，请核对后重新选择。")
    if len(data) > LARGEST_FILE:
        raise UserError(
            f"“{file_name}”有 {len(data) / MEGABYTE:.1f} MB，"
            f"超过 {LARGEST_FILE // MEGABYTE} MB 的上限，请删去图片或拆分后再导入。"
        )
    # What the file is decides, not what it is called: offices rename .xls to .xlsx and to .csv.
    if data.startswith((workbooks.ZIP, workbooks.OLE)):
        return [
            Grid(name, Rows(columns), merges, hidden, faulty)
            for name, columns, merges, hidden, faulty in workbooks.read(data, file_name)
        ]
    return [_read_text(data, file_name)]


def decode(data, file_name):
    """The text of a file: UTF-8 with or without a mark, GB18030, UTF-16, else the likeliest.

    Raises UserError when it is none.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    guess = from_bytes(data).best()
    if guess is None:
        raise UserError(f"“{file_name}”的文字编码不能识别，{SAVE_AS}")
    return str(guess)


def _delimiter(text):
    """The separator under which most lines at the top have the same number of cells."""
    best = (0, ",")
    for mark in "\t,;|":
        lines = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=mark)
        widths = Counter(len(line) for line, _ in zip(lines, range(50), strict=False))
        score = max((width * n for width, n in widths.items() if width > 1), default=0)
        best = max(best, (score, mark), key=lambda pair: pair[0])
    return best[1]


def _read_text(data, file_name):
    text = decode(data, file_name)
    if "\0" in text:
        raise UserError(f"“{file_name}”不是文本表格，也不是 Excel 工作簿，{SAVE_AS}")
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<table", "<?xml")):
        raise UserError(f"“{file_name}”其实是网页格式的表格，{SAVE_AS}")
    rows, width = [], 1
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            rows.append(row)
            # A line of a thousand commas among a million short ones would fill the memory as
            # columns.
            width = max(width, len(row))
            if len(rows) * width > workbooks.MOST_CELLS:
                raise workbooks.too_large(file_name)
    except csv.Error as error:
        raise UserError(f"“{file_name}”的引号不成对，无法分列，{SAVE_AS}") from error
    return Grid(None, rows, [])
