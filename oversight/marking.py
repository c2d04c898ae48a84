"""A file that was checked, handed back: corrections written in, faults marked, a sheet of them.

A small workbook keeps its looks. Of a large one, and of any other kind of file, the cells are
written anew. Imported when one is asked for: openpyxl loads slowly.
"""

import io
import re
from datetime import date, time, timedelta

from openpyxl import Workbook, load_workbook
from openpyxl.cell import MergedCell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from oversight import form_workbook
from oversight.workbooks import ZIP

# openpyxl needs a second for some 50,000 cells, and 50 bytes of memory for each byte of a file.
_KEEPS_LOOKS = 200_000
_FILL = PatternFill("solid", fgColor="FFF2CC")
_WIDTHS = (16, 8, 8, 22, 60, 30)
_HEADINGS = ("工作表", "行", "列", "表头", "问题", "原值")
REPORT = "体检"


def places(sheet, fault):
    """Places (from 0) of the cells a fault is about: its columns, or the first of the table."""
    named = [h.place for h in sheet.columns if fault.column and h.field == fault.column]
    return named or [min((h.place for h in sheet.columns), default=0)]


def mark(data, workbook, cells=None):
    """The bytes of an xlsx: the checked file (``data``) with faults marked and the sheet 体检.

    ``workbook`` is its reading (importing.Workbook); ``cells`` are corrections, sheet → {(row,
    place) from 1: text}.
    """
    many = sum(len(g.rows) * len(g.columns) for g in workbook.grids.values()) > _KEEPS_LOOKS
    faults = [(sheet, fault) for sheet in workbook.sheets for fault in sheet.faults]
    marked = {}
    for sheet, fault in faults:
        for place in places(sheet, fault):
            key = (sheet.name, fault.row, place + 1)
            marked.setdefault(key, []).append(fault.sentence)
    if many:
        book = _anew(workbook, marked)
    else:
        book = _original(data, workbook) or _copy(workbook)
        _correct(book, cells or {})
        for (name, row, column), sentences in marked.items():
            _show(_cell(_sheet(book, name), row, column), sentences)
    _report(book, workbook, faults)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _original(data, workbook):
    """The workbook itself where it is xlsx and openpyxl reads it, else None."""
    if not data.startswith(ZIP) or None in workbook.grids:
        return None
    try:
        book = load_workbook(io.BytesIO(data))
        return book if set(workbook.grids) <= set(book.sheetnames) else None
    # It reads less than our reader does; what it throws is its own affair.
    except Exception:
        return None


def _name(grid):
    return re.sub(r"[\[\]:*?/\\]", "", grid.name or "")[:31] or "台账"


def _copy(workbook):
    """The cells of a file that is no xlsx, as a workbook."""
    book = Workbook()
    book.remove(book.active)
    for grid in workbook.grids.values():
        sheet = book.create_sheet(_name(grid))
        for row, cells in enumerate(grid.rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value != "":
                    _write(sheet.cell(row, column), value)
        for top, left, bottom, right in grid.merges:
            if bottom > top or right > left:
                sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    return book


def _anew(workbook, marked):
    """The cells of a large file, written row by row; merges and looks are not kept."""
    book = Workbook(write_only=True)
    for grid in workbook.grids.values():
        sheet = book.create_sheet(_name(grid))
        rows = {row for name, row, _ in marked if name == grid.name}
        for row, cells in enumerate(zip(*grid.columns, strict=True), start=1):
            line = [_plain(value) for value in cells]
            if row in rows:
                for column in range(1, len(line) + 1):
                    if sentences := marked.get((grid.name, row, column)):
                        line[column - 1] = _show(WriteOnlyCell(sheet, line[column - 1]), sentences)
            sheet.append(line)
    return book


def _sheet(book, name):
    return book[name] if name in book.sheetnames else book.worksheets[0]


def _cell(sheet, row, column):
    """A cell that can be written: of merged ones the first."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        span = next(r for r in sheet.merged_cells.ranges if cell.coordinate in r)
        cell = sheet.cell(span.min_row, span.min_col)
    return cell


def _correct(book, cells):
    for name, written in cells.items():
        for (row, column), text in written.items():
            _write(_cell(_sheet(book, name or None), row, column), text)


def _plain(value):
    """A value as a cell takes it: no control characters, nothing that runs as a formula."""
    if isinstance(value, str):
        text = form_workbook.printable(value)
        return f"'{text}" if text.startswith("=") else text
    return value if isinstance(value, (int, float, date, time, timedelta)) else str(value)


def _write(cell, value):
    value = form_workbook.printable(value) if isinstance(value, str) else _plain(value)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def _show(cell, sentences):
    cell.fill = _FILL
    before = cell.comment.text + "\n" if cell.comment else ""
    cell.comment = Comment(before + "\n".join(sentences), REPORT, width=320, height=120)
    return cell


def _report(book, workbook, faults):
    title, number = REPORT, 1
    while title in book.sheetnames:
        number += 1
        title = f"{REPORT}{number}"
    sheet = book.create_sheet(title)
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    records = sum(len(s.records) for s in workbook.sheets)
    sheet.append([f"体检：读出 {records} 条记录，发现 {len(faults)} 处问题"])
    sheet.append([])
    heading = [WriteOnlyCell(sheet, text) for text in _HEADINGS]
    for cell in heading:
        cell.font = Font(bold=True)
    sheet.append(heading)
    for of, fault in faults:
        columns, grid = places(of, fault), workbook.grids[of.name]
        written = [str(grid.columns[p][fault.row - 1]) for p in columns if p < len(grid.columns)]
        texts = {h.place: h.text for h in of.columns}
        _append(
            sheet,
            of.name or "",
            fault.row,
            _letters(columns),
            "、".join(texts.get(p, "") for p in columns),
            fault.sentence,
            "、".join(filter(None, written)),
        )
    for left in workbook.left_out:
        _append(sheet, "", None, "", "", f"未读：{left}", "")
    for of in workbook.sheets:
        for left in of.left_out:
            _append(sheet, of.name or "", left.row, "", "", f"未作为记录：{left.reason}", left.text)


def _letters(columns):
    return "、".join(get_column_letter(place + 1) for place in columns)


def _append(sheet, *values):
    sheet.append([_plain(value) if value not in (None, "") else None for value in values])
