"""Bytes of a workbook → the cells of its sheets, read in a process of its own.

A damaged workbook can make the reader abort, or ask for more memory than there is, and must not
take the dashboard down with it. Columns, not rows, come back: texts said often are sent once.
"""

import gc
import io
import os
import pickle
import re
import subprocess
import sys
import tempfile
import zipfile
import zlib
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree

from oversight.errors import UserError

MEGABYTE = 1 << 20
LARGEST_ENTRY, LARGEST_UNPACKED, MOST_ENTRIES = 300 * MEGABYTE, 400 * MEGABYTE, 2_000
MOST_CELLS = 6_000_000
SAVE_AS = "请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。"
MACROS = "是带宏的工作簿，出于安全不予读取，"
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEMORY, _SECONDS = 1400 * MEGABYTE, 60
_BLOCK = 1 << 22
_ROWS_AT_ONCE = 10_000
# Texts and days come again and again; numbers are not worth the search.
_SHARED = {str, date, datetime}
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_NO_MEMORY = (b"memory allocation", b"MemoryError", b"capacity overflow")
_BINARY = "xl/workbook.bin"
_PARTS = ("xl/workbook.xml", _BINARY, "content.xml")
_CELL = rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})"[^>]*'
_UNCOMPUTED = re.compile(
    _CELL + rb">\s*<(?:\w+:)?f(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<v\s*/>|<v></v>)?\s*</"
)
_ERROR = re.compile(_CELL + rb'\bt="e"[^>]*>.{0,8000}?<v>([^<]{1,20})</v>', re.DOTALL)


def too_large(file_name):
    """The refusal of a file with more cells than the program holds."""
    return UserError(
        f"“{file_name}”的表格范围超过 {MOST_CELLS // 10_000} 万个单元格，"
        "请删去表格以外的内容（如远处零星的格子），或拆分后再导入。"
    )


def read(data, file_name):
    """The sheets of a workbook as tuples (name, columns, merges, why hidden, faulty cells).

    Columns are lists of equal length, from A and row 1. Raises UserError.
    """
    try:
        answer, faulty = _read_apart(data, file_name)
    except subprocess.TimeoutExpired:
        answer = "large"
    if answer == "locked":
        raise UserError(f"“{file_name}”设有打开密码，请取消密码、另存后再导入。")
    if answer == "large":
        raise too_large(file_name)
    if answer == "damaged":
        raise UserError(
            f"“{file_name}”已损坏或不是 Excel 工作簿，无法读取，"
            "请用 Excel 或 WPS 打开、删去表格以外的内容、另存为 .xlsx 后再导入。"
        )
    return [(*sheet, faulty.get(sheet[0], {})) for sheet in answer]


def check_zip(data, file_name, parts=_PARTS, kind="Excel 工作簿", again=SAVE_AS):
    """Refuse archives that have none of ``parts``, carry macros, or are too large when unpacked.

    ``kind`` and ``again`` are the words for what was expected and what to do instead. Returns the
    names of sheets that may hold formulas without a value, or errors.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if (
                len(entries) > MOST_ENTRIES
                or max((entry.file_size for entry in entries), default=0) > LARGEST_ENTRY
                or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED
            ):
                raise UserError(f"“{file_name}”解压后过大，请删去图片和空白区域后再导入。")
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise UserError(
                    f"“{file_name}”是带宏的{kind.split()[-1]}，出于安全不予读取，{again}"
                )
            if any("externallinks/" in name.lower() for name in names):
                raise UserError(
                    f"“{file_name}”引用了别的工作簿，数字可能不是最新的，不予读取，"
                    "请在 Excel 或 WPS 里断开链接（数据→编辑链接）、另存后再导入。"
                )
            if not names.intersection(parts):
                raise UserError(f"“{file_name}”不是 {kind}，{again}")
            # Reading every entry to its end proves that the sizes above are the true ones.
            return [e.filename for e in entries if _look(archive, e, file_name, again)]
    except _BROKEN as error:
        raise _damaged(file_name, again) from error


def _damaged(file_name, again=SAVE_AS):
    return UserError(f"“{file_name}”已损坏，无法打开，请重新取得该文件，或{again[1:]}")


def _look(archive, entry, file_name, again):
    """Read an entry to its end; True when it is a sheet with formulas or errors."""
    found, first = False, True
    sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
    with archive.open(entry) as stream:
        while block := stream.read(_BLOCK):
            if first and entry.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in block:
                raise UserError(f"“{file_name}”含有不安全的内容，{again}")
            first = False
            found = found or (sheet and (b"<f" in block or b't="e"' in block))
    return found


def _read_apart(data, file_name):
    """(sheets without their faulty cells, or a word; faulty cells by sheet name)."""
    suffix, begun = _true_suffix(data, file_name), []
    # The folder is this process's, so that it goes away even when the reader dies.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"book{suffix}"
        path.write_bytes(data)
        try:
            # The reader, held to its memory, begins while the archive is looked through.
            begun.append(_begin(path))
            formulas = check_zip(data, file_name) if data.startswith(ZIP) else ()
            if formulas:
                begun.append(_begin(path, *formulas))
            answers = [_answer(process) for process in begun]
        finally:
            for process in begun:
                process.kill()
                process.communicate()
    if "damaged" in answers or "large" in answers:
        return next(a for a in answers if a in ("damaged", "large")), {}
    return answers[0], answers[1] if formulas else {}


def _begin(path, *formulas):
    root = str(Path(__file__).parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, "-m", "oversight.workbooks", str(path), *formulas],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


def _answer(process):
    said, failed = process.communicate(timeout=_SECONDS)
    if process.returncode == 0:
        return pickle.loads(said)
    return "large" if any(word in failed for word in _NO_MEMORY) else "damaged"


def _true_suffix(data, file_name):
    if not data.startswith(ZIP):
        return ".xls"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except _BROKEN as error:
        raise _damaged(file_name) from error
    return ".xlsx" if "xl/workbook.xml" in names else ".xlsb" if _BINARY in names else ".ods"


# What follows runs in the other process.

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


def _faulty_cells(path, parts):
    """Cells by sheet name that should show a figure and cannot: (row, place) → what is there."""
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    with zipfile.ZipFile(path) as archive:
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id"): link.get("Target").lstrip("/") for link in links}
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        found = {}
        for sheet in book.iter():
            part = targets.get(sheet.get(relation), "")
            part = part if part.startswith("xl/") else f"xl/{part}"
            if sheet.get("name") and part in parts:
                content = archive.read(part)
                cells = {_at(m): "" for m in _UNCOMPUTED.finditer(content)}
                cells |= {_at(m): m[3].decode("utf-8", "replace") for m in _ERROR.finditer(content)}
                found[sheet.get("name")] = cells
    return found


def _at(match):
    place = 0
    for letter in match[1].decode():
        place = place * 26 + ord(letter) - 64
    return int(match[2]) - 1, place - 1


def _read_workbook(path):
    """The sheets of a workbook as the parent takes them, or a word."""
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
    sheets, cells, seen = [], 0, {}
    for meta in book.sheets_metadata:
        hidden = None
        if meta.visible != calamine.SheetVisibleEnum.Visible:
            hidden = "工作表是隐藏的"
        elif meta.typ != calamine.SheetTypeEnum.WorkSheet:
            hidden = "不是表格（图表或宏表）"
        columns, merges = [], []
        if not hidden:
            sheet = book.get_sheet_by_name(meta.name)
            columns = _columns(sheet, MOST_CELLS - cells, seen)
            if columns is None:
                return "large"
            cells += len(columns) * len(columns[0]) if columns else 0
            spans = [(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
            merges = _within(spans or ods_merges.get(meta.name, []), columns)
        sheets.append((meta.name, columns, merges, hidden))
    return sheets


def _within(merges, columns):
    """Merged ranges as far as there are cells; what would overlap the rest is no merge."""
    right, bottom = len(columns) - 1, len(columns[0]) - 1 if columns else -1
    kept, free = [], (right + 1) * (bottom + 1)
    for top, left, low, far in merges:
        low, far = min(low, bottom), min(far, right)
        free -= max(0, low - top + 1) * max(0, far - left + 1)
        if free < 0:
            break
        if top <= low and left <= far:
            kept.append((top, left, low, far))
    return kept


def _columns(sheet, most, seen):
    """The columns of a sheet from A1, empty ones at the right left out; None: more cells."""
    if sheet.start is None:
        return []
    left, right, height = sheet.start[1], sheet.end[1], sheet.end[0] + 1
    columns = [[] for _ in range(left, right + 1)]
    keep, rows = seen.setdefault, sheet.iter_rows()
    filled = 0
    while chunk := list(islice(rows, _ROWS_AT_ONCE)):
        for place, cells in enumerate(zip(*chunk, strict=True)):
            columns[place] += [keep(x, x) if x.__class__ in _SHARED else x for x in cells]
            if place >= filled and any(x != "" for x in cells):
                filled = place + 1
        if filled * len(columns[0]) > most:
            return None
    return [[""] * height for _ in range(left)] + columns[:filled]


if __name__ == "__main__":
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except ImportError:  # Windows: only the time limit holds
        pass
    # Millions of cells and not one cycle among them: nothing to collect.
    gc.disable()
    book, parts = Path(sys.argv[1]), set(sys.argv[2:])
    sys.stdout.buffer.write(
        pickle.dumps(_faulty_cells(book, parts) if parts else _read_workbook(book))
    )
