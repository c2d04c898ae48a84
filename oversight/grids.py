"""Bytes of an uploaded file → grids of cells, for xlsx, xls, ods, csv, tsv and txt.

A workbook is opened in a process of its own: a damaged one can make the reader abort, or ask for
more memory than there is, and must not take the dashboard down with it.
"""

import csv
import io
import os
import pickle
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from charset_normalizer import from_bytes

from oversight.errors import UserError

MEGABYTE = 1 << 20
LARGEST_FILE = 20 * MEGABYTE
LARGEST_ENTRY, LARGEST_UNPACKED, MOST_ENTRIES = 100 * MEGABYTE, 200 * MEGABYTE, 2_000
MOST_CELLS = 2_000_000
_MEMORY, _SECONDS = 2 << 30, 120
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOKS, _TEXTS = {".xlsx", ".xls", ".ods"}, {".csv", ".tsv", ".txt"}
_PARTS = ("xl/workbook.xml", "content.xml")
_SAVE_AS = "请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_REFUSED = {
    ".xlsm": "是带宏的工作簿，出于安全不予读取，",
    ".xltm": "是带宏的工作簿，出于安全不予读取，",
    ".xlsb": "是二进制工作簿，不能读取，",
    ".et": "是 WPS 表格的专用格式，不能读取，",
    ".wps": "是 WPS 文字文档，不是表格，",
    ".doc": "是文字文档，不是表格，",
    ".docx": "是文字文档，不是表格，",
    ".pdf": "是 PDF，不是表格，",
}


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet as written, from A1; rows may end early, empty cells are "".

    ``name`` is None for a text file; ``merges`` holds (top, left, bottom, right), from 0;
    ``hidden`` is the reason why a person does not see the sheet as a table, or None.
    """

    name: str | None
    rows: list
    merges: list
    hidden: str | None = None


def read_grids(data, file_name):
    """The sheets of a file's ``data`` (bytes), in order.

    Raises UserError for a file that is too large, damaged, locked, or of another kind.
    """
    suffix = Path(file_name).suffix.lower()
    if suffix in _REFUSED:
        raise UserError(f"“{file_name}”{_REFUSED[suffix]}{_SAVE_AS}")
    if suffix not in _WORKBOOKS | _TEXTS:
        raise UserError(
            f"“{file_name}”的类型不能识别，只能导入 .xlsx、.xls、.ods、.csv、.tsv、.txt 文件。"
        )
    if not data:
        raise UserError(f"“{file_name}”是空文件，请核对后重新选择。")
    if len(data) > LARGEST_FILE:
        raise UserError(
            f"“{file_name}”有 {len(data) / MEGABYTE:.1f} MB，超过 20 MB 的上限，"
            "请删去图片或拆分后再导入。"
        )
    # What the file is decides, not what it is called: offices rename .xls to .xlsx and to .csv.
    if data.startswith(_ZIP):
        check_zip(data, file_name)
        return _open_apart(data, file_name)
    if data.startswith(_OLE):
        return _open_apart(data, file_name)
    return [_read_text(data, file_name)]


# Text files


def decode(data, file_name):
    """The text of a file in UTF-8, UTF-16 or GB18030. Raises UserError when it is in none."""
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
        raise UserError(f"“{file_name}”的文字编码不能识别，{_SAVE_AS}")
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
        raise UserError(f"“{file_name}”不是文本表格，也不是 Excel 工作簿，{_SAVE_AS}")
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<table", "<?xml")):
        raise UserError(f"“{file_name}”其实是网页格式的表格，{_SAVE_AS}")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise UserError(f"“{file_name}”的引号不成对，无法分列，{_SAVE_AS}") from error
    _check_cells(sum(map(len, rows)), file_name)
    return Grid(None, rows, [])


# Workbooks


def _check_cells(cells, file_name):
    if cells > MOST_CELLS:
        raise UserError(f"“{file_name}”有超过 200 万个单元格，请拆分后再导入。")


def check_zip(data, file_name, parts=_PARTS, kind="Excel 工作簿", again=_SAVE_AS):
    """Refuse archives that have none of ``parts``, carry macros, or are too large when unpacked.

    ``kind`` and ``again`` are the words for what was expected and what to do instead.
    """
    damaged = UserError(f"“{file_name}”已损坏，无法打开，请重新取得该文件，或{again[1:]}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if (
                len(entries) > MOST_ENTRIES
                or max(entry.file_size for entry in entries) > LARGEST_ENTRY
                or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED
            ):
                raise UserError(f"“{file_name}”解压后过大，请删去图片和空白区域后再导入。")
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise UserError(
                    f"“{file_name}”是带宏的{kind.split()[-1]}，出于安全不予读取，{again}"
                )
            if not names.intersection(parts):
                raise UserError(f"“{file_name}”不是 {kind}，{again}")
            # Reading every entry to its end proves that the sizes above are the true ones.
            if archive.testzip():
                raise damaged
            for name in names:
                if name.endswith((".xml", ".rels")):
                    with archive.open(name) as stream:
                        if b"<!DOCTYPE" in stream.read(4096):
                            raise UserError(f"“{file_name}”含有不安全的内容，{again}")
    except _BROKEN as error:
        raise damaged from error


def _open_apart(data, file_name):
    """The sheets of a workbook, read by this very module in a process of its own."""
    root = str(Path(__file__).parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    # The folder is this process's, so that it goes away even when the reader dies.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"book{_true_suffix(data)}"
        path.write_bytes(data)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "oversight.grids", str(path)],
                capture_output=True,
                timeout=_SECONDS,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
            answer = pickle.loads(done.stdout) if done.returncode == 0 else "damaged"
        except subprocess.TimeoutExpired:
            answer = "damaged"
    if answer == "locked":
        raise UserError(f"“{file_name}”设有打开密码，请取消密码、另存后再导入。")
    if answer == "large":
        _check_cells(MOST_CELLS + 1, file_name)
    if answer == "damaged":
        raise UserError(
            f"“{file_name}”已损坏或不是 Excel 工作簿，无法读取，"
            "请用 Excel 或 WPS 打开、删去表格以外的内容、另存为 .xlsx 后再导入。"
        )
    return [Grid(*sheet) for sheet in answer]


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def _ods_merges(stream):
    """Merged ranges by sheet name in an OpenDocument's content: its reader does not tell them."""
    found, merges, row, place = {}, [], 0, 0
    for event, element in ElementTree.iterparse(stream, ("start", "end")):
        tag, given = element.tag, element.attrib
        if event == "start" and tag == f"{_TABLE}table":
            merges = found.setdefault(given.get(f"{_TABLE}name"), [])
            row = place = 0
        elif event == "end" and tag == f"{_TABLE}table-row":
            row += int(given.get(f"{_TABLE}number-rows-repeated", 1))
            place = 0
            element.clear()
        elif event == "end" and tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            high = int(given.get(f"{_TABLE}number-rows-spanned", 1))
            wide = int(given.get(f"{_TABLE}number-columns-spanned", 1))
            if high > 1 or wide > 1:
                merges.append((row, place, row + high - 1, place + wide - 1))
            place += int(given.get(f"{_TABLE}number-columns-repeated", 1))
    return found


def _true_suffix(data):
    if not data.startswith(_ZIP):
        return ".xls"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return ".xlsx" if "xl/workbook.xml" in archive.namelist() else ".ods"


def _read_workbook(path):
    """What the parent needs of a workbook: one tuple of Grid fields per sheet, or a word."""
    import python_calamine as calamine

    if path.suffix == ".xls" and "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return "locked"
    ods_merges = {}
    if path.suffix == ".ods":
        with zipfile.ZipFile(path) as archive:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                return "locked"
            with archive.open("content.xml") as stream:
                ods_merges = _ods_merges(stream)
    try:
        with calamine.load_workbook(str(path)) as book:
            return _sheets(book, calamine, ods_merges)
    except calamine.PasswordError:
        return "locked"


def _sheets(book, calamine, ods_merges):
    sheets, cells = [], 0
    for meta in book.sheets_metadata:
        hidden = None
        if meta.visible != calamine.SheetVisibleEnum.Visible:
            hidden = "工作表是隐藏的"
        elif meta.typ != calamine.SheetTypeEnum.WorkSheet:
            hidden = "不是表格（图表或宏表）"
        rows, merges = [], []
        if not hidden:
            sheet = book.get_sheet_by_name(meta.name)
            for row in sheet.to_python(skip_empty_area=False):
                while row and row[-1] == "":
                    row.pop()
                cells += len(row)
                rows.append(row)
            spans = [(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
            merges = spans or ods_merges.get(meta.name, [])
        if cells > MOST_CELLS:
            return "large"
        sheets.append((meta.name, rows, merges, hidden))
    return sheets


if __name__ == "__main__":
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except ImportError:  # Windows: only the time limit holds
        pass
    sys.stdout.buffer.write(pickle.dumps(_read_workbook(Path(sys.argv[1]))))
