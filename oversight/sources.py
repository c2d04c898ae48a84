"""What a file of claims holds: its headings, and its rows as text that DuckDB reads.

Every file ends as one of two relations, read_csv or read_parquet, whose columns are text and are
named c0, c1, …: no heading ever becomes part of a statement. Workbooks, and text that is not
UTF-8, are first written as UTF-8 CSV into a scratch folder.
"""

import codecs
import csv
import hashlib
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from oversight import faults, grids
from oversight.errors import UserError

TEXT = {".csv", ".tsv", ".txt"}
WORKBOOK = {".xlsx", ".xls", ".ods"}
PARQUET = {".parquet"}
# Rows go into a table in their order: with larger pieces DuckDB moves fewer of them twice, which
# is a sixth of the time of 5 million lines. In bytes.
_BUFFER = 64 << 20
# A header may stand below a title and a few lines of prose, not below more than this.
_HEAD_LINES = 20
_HEAD_BYTES = 1 << 20
_DELIMITERS = ",\t;|"
_PATTERN = re.compile(r"[*?\[]")
_NULLS = ("", "NULL", "\\N")
# A double holds 15 digits: a longer code that was ever a number has lost its end.
_DIGITS = "1e15"


class WrongEncoding(Exception):
    """The text turned out not to be UTF-8 below its beginning."""


@dataclass(frozen=True)
class Header:
    """A line that may be the header: its last line in the file (from 1), its cells.

    ``sample`` holds some lines below it; ``types`` those of a Parquet file's columns.
    """

    line: int
    cells: tuple
    delimiter: str = ","
    sample: tuple = ()
    types: tuple = ()


@dataclass
class Source:
    """One table of rows in the file at ``path``; ``file`` is what DuckDB reads."""

    path: Path
    file: Path
    sheet: str = ""
    headers: list = field(default_factory=list)

    @property
    def name(self):
        """What a report calls it: the file, and the sheet where there are several."""
        return f"{self.path.name}（{self.sheet}）" if self.sheet else self.path.name

    def relation(self, header, missing=()):
        """A FROM clause with text columns c0…, one per cell of the header, and its parameters.

        ``missing`` are texts that mean an empty cell. Lines of a text file that do not split into
        those columns are kept aside (broken()); the parameter ``rejects`` is there then.
        """
        bound = {"file": _literal(self.file), "nulls": [*_NULLS, *missing]}
        if self.path.suffix.lower() in PARQUET:
            return self._parquet(header), bound
        width = len(header.cells)
        columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
        short = bool(header.sample) and _usual_width(header.sample) < width
        sql = (
            f"read_csv($file, auto_detect = false, buffer_size = {_BUFFER}, header = false, "
            "skip = $skip, delim = $delim, quote = '\"', escape = '\"', nullstr = $nulls, "
            "null_padding = $padding, "
            f"store_rejects = $rejects, columns = {{{columns}}})"
        )
        return sql, bound | {
            "skip": header.line,
            "delim": header.delimiter,
            "padding": short,
            "rejects": True,
        }

    def _parquet(self, header):
        names = [f"c{i}" for i in range(len(header.cells))]
        texts = [
            # A code stored as a number by pandas: 1101.0 is 1101, NaN is nothing.
            f"CASE WHEN isnan({c}) THEN NULL WHEN {c} = trunc({c}) AND abs({c}) < {_DIGITS} "
            f"THEN CAST(CAST({c} AS BIGINT) AS VARCHAR) ELSE CAST({c} AS VARCHAR) END"
            if kind in {"DOUBLE", "FLOAT"}
            else f"CAST({c} AS VARCHAR)"
            for c, kind in zip(names, header.types, strict=True)
        ]
        columns = ", ".join(
            f"CASE WHEN NOT list_contains($nulls, {text}) THEN {text} END AS {name}"
            for name, text in zip(names, texts, strict=True)
        )
        return f"(SELECT {columns} FROM read_parquet($file) AS t ({', '.join(names)}))"


def broken(con):
    """Lines, in order, that did not split into the columns of the relation just read.

    Raises WrongEncoding where the text was not UTF-8 throughout.
    """
    found = con.execute("SELECT line, error_type FROM reject_errors ORDER BY line").fetchall()
    con.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
    if any(kind == "INVALID ENCODING" for _, kind in found):
        raise WrongEncoding
    return list(dict.fromkeys(line for line, _ in found))


def _literal(path):
    """A path as DuckDB reads it by name: 数据[2] is that folder, not a pattern for 数据2."""
    return _PATTERN.sub(r"[\g<0>]", str(path))


def sha256(path):
    """SHA-256 of a file, in hex digits."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(path, scratch, encoding=None):
    """The sources in a file: one, or one per filled and visible sheet of a workbook.

    ``scratch`` is a folder for what has to be rewritten; ``encoding`` overrules what the first
    megabyte of a text file suggests. Raises UserError for an empty, damaged or foreign file.
    """
    path, scratch = Path(path), Path(scratch)
    suffix = path.suffix.lower()
    try:
        if path.stat().st_size == 0:
            raise UserError(f"文件 {path.name} 是空的（0 字节），请重新导出后再装载。")
        if suffix in WORKBOOK:
            return _workbook(path, scratch)
        if suffix in PARQUET:
            return [_parquet(path)]
        return [_text(path, scratch, encoding)]
    except OSError as error:
        raise UserError(
            faults.explain(error)
            or f"文件 {path.name} 读不出来，请核对它的权限、是否被占用后再装载。"
        ) from error


# Text


def _text(path, scratch, encoding):
    file = _as_utf8(path, scratch, encoding)
    with file.open("rb") as opened:
        head = codecs.getincrementaldecoder("utf-8-sig")("replace").decode(opened.read(_HEAD_BYTES))
    if "\0" in head:
        raise UserError(f"文件 {path.name} 不是文本表格，请导出为 CSV 或 xlsx 后再装载。")
    return Source(path, file, headers=_headers(head, _DELIMITERS))


def _usual_width(rows):
    return Counter(map(len, rows)).most_common(1)[0][0]


def _headers(head, delimiters):
    """Every line near the top that may be the header, under every delimiter."""
    headers = []
    for delimiter in delimiters:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        rows = []
        try:
            while len(rows) < 2 * _HEAD_LINES and (row := next(reader, None)) is not None:
                rows.append((reader.line_num, tuple(row)))
        except csv.Error:
            continue
        for number, (line, cells) in enumerate(rows[:_HEAD_LINES]):
            sample = tuple(row for _, row in rows[number + 1 :] if row)
            headers.append(Header(line, cells, delimiter, sample))
    return headers


def _as_utf8(path, scratch, encoding):
    """The file itself where its beginning is UTF-8, else a UTF-8 copy in the scratch folder."""
    with path.open("rb") as file:
        encoding = encoding or _guess(file.read(_HEAD_BYTES))
    if encoding == "utf-8":
        return path
    copy = scratch / f"{path.name}.utf8.csv"
    try:
        with (
            path.open(encoding=encoding, newline="") as source,
            copy.open("w", encoding="utf-8", newline="") as target,
        ):
            while block := source.read(1 << 22):
                target.write(block)
    except UnicodeError as error:
        raise UserError(
            f"文件 {path.name} 的编码不是 UTF-8 也不是 GB18030，请另存为 UTF-8 后再装载。"
        ) from error
    return copy


def _guess(head):
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


# Parquet and workbooks


def _parquet(path):
    try:
        with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as con:
            rows = con.execute("DESCRIBE FROM read_parquet($1)", [_literal(path)]).fetchall()
    except duckdb.Error as error:
        raise UserError(f"文件 {path.name} 已损坏或不是 Parquet，请重新导出后再装载。") from error
    header = Header(0, tuple(row[0] for row in rows), types=tuple(row[1] for row in rows))
    return Source(path, path, headers=[header])


def _workbook(path, scratch):
    filled = [
        grid
        for grid in grids.read_grids(path.read_bytes(), path.name)
        if not grid.hidden and any(cell != "" for row in grid.rows for cell in row)
    ]
    if not filled:
        raise UserError(f"工作簿 {path.name} 里没有内容，请检查后再装载。")
    sources = []
    for number, grid in enumerate(filled):
        copy = scratch / f"{path.name}.{number}.csv"
        width = max(map(len, grid.rows))
        with copy.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([*map(_cell, row), *[""] * (width - len(row))] for row in grid.rows)
        with copy.open(encoding="utf-8", newline="") as file:
            headers = _headers(file.read(_HEAD_BYTES), ",")
        sources.append(Source(path, copy, (grid.name or "") if len(filled) > 1 else "", headers))
    return sources


def _cell(value):
    """A cell as text: a whole number without a point, one too long for Excel as 1.2E+17."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value)) if abs(value) < float(_DIGITS) else f"{value:.14E}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    # A line break inside a cell would shift the row numbers of the report.
    return " ".join(str(value).splitlines())
