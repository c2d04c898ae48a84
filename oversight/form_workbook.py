"""A filled form as an .xlsx workbook that Excel and WPS print as the paper form looks."""

import math
import re
import unicodedata
import uuid
from itertools import accumulate
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins

from oversight.errors import UserError

# Paper as a form's file names it: (Excel's paper number, orientation).
PAPERS = {"A4横": (9, "landscape"), "A4竖": (9, "portrait")}
NUMBER_FORMATS = {"text": "@", "count": "0", "date": "yyyy-mm-dd"}
ALIGNMENTS = ("left", "center", "right")
HEADER_PLACES = ("left", "right")

# The official typefaces are on office computers and may not be bundled. A workbook cannot list
# alternatives, but charset 134 (GB2312) and family make Excel and WPS substitute a Chinese face.
_BODY, _BOLD, _TITLE = "仿宋", "黑体", "方正小标宋简体"
_TITLE_SIZE, _ATTACHMENT_SIZE = 22, 16  # 二号, 三号
_FAMILY = {_BODY: 3, _BOLD: 2, _TITLE: 1}
_THIN = Side(style="thin", color="FF000000")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
# A landscape page in an upright document (GB/T 9704): its left margin, 28 mm, lies on top.
_MARGINS_MM = {"top": 28, "bottom": 26, "left": 20, "right": 20, "header": 13, "footer": 13}
_LINE = 1.35  # height of a line of text, in its own size
_SHORTEST = 2.6  # height of a row with one line, in the size of its text
_TALLEST = 409  # points; no Excel row can be higher
_LONGEST = 32767  # characters; no Excel cell can hold more
_SMALLEST = 6  # points
# Excel refuses a longer list written into the cell rule itself.
_LONGEST_LIST = 255
# Text beginning so would be taken for a formula when the cell is edited or saved as CSV.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0c\x0e-\x1f\ufffe\uffff]")


def _font(name, size, bold=False):
    return Font(
        name=name, size=size, bold=bold, charset=134, family=_FAMILY[name], color="FF000000"
    )


def printable(value):
    """What a cell can hold of a text: line ends as Excel writes them, no control characters.

    Raises UserError for a text longer than a cell can be.
    """
    text = re.sub(r"\r\n?|\x0b", "\n", value)
    text = _UNPRINTABLE.sub("", text)
    if len(text) > _LONGEST:
        raise UserError(
            f"“{text[:20]}…”一格有 {len(text)} 个字，超过表格一格能放的 {_LONGEST} 个字，请先精简。"
        )
    return text


def _put(cell, value, font, horizontal, number_format="@"):
    if isinstance(value, str):
        value = printable(value)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_FORMULA)
    cell.font = font
    cell.number_format = number_format
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)


def _lines(value, width):
    """Lines that ``value`` takes in a column ``width`` full-width characters wide."""
    if value is None:
        return 1
    count = 0
    for paragraph in str(value).split("\n"):
        halves = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in paragraph)
        # One character less than fits: punctuation may not begin a line and takes one along.
        count += max(1, math.ceil(halves / max(2, 2 * width - 1)))
    return count


def _height(values, columns, size):
    """(row height, text size) in points at which nothing is cut; smaller text for a giant row."""
    points = size
    while True:
        lines = max(
            _lines(value, column.width * size / points)
            for value, column in zip(values, columns, strict=True)
        )
        height = (lines + 0.6) * points * _LINE
        if height <= _TALLEST or points <= _SMALLEST:
            return min(height, _TALLEST), points
        points -= 1


def _merge(sheet, row, first, last):
    if last > first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


def _middle(columns):
    """Number of leading columns that make up about half the width."""
    half, seen = sum(column.width for column in columns) / 2, 0
    for index, column in enumerate(columns, start=1):
        seen += column.width
        if seen >= half:
            return min(index, len(columns) - 1)
    return 1


def _write_title(sheet, filled):
    """Rows 1–3: attachment number, title, header line."""
    form, last = filled.form, len(filled.columns)
    size = form.text_size
    _put(sheet.cell(1, 1), form.attachment, _font(_BOLD, _ATTACHMENT_SIZE), "left")
    sheet.cell(1, 1).alignment = Alignment(horizontal="left", vertical="center")
    _put(sheet.cell(2, 1), form.title, _font(_TITLE, _TITLE_SIZE), "center")
    _merge(sheet, 2, 1, last)
    middle = _middle(filled.columns)
    for place, first, end in (("left", 1, middle), ("right", middle + 1, last)):
        if place in filled.header:
            _put(sheet.cell(3, first), filled.header[place], _font(_BODY, size), place)
            _merge(sheet, 3, first, end)
    for row, points in ((1, _ATTACHMENT_SIZE), (2, _TITLE_SIZE), (3, size)):
        sheet.row_dimensions[row].height = points * 1.8
    return 4


def _write_labels(sheet, columns, top, size):
    """The column labels, on two rows where some columns stand under a common label."""
    grouped = any(column.group for column in columns)
    bottom = top + 1 if grouped else top
    font = _font(_BOLD, size)
    for row in range(top, bottom + 1):
        for place in range(1, len(columns) + 1):
            sheet.cell(row, place).border = _BORDER
    runs = []
    for place, column in enumerate(columns, start=1):
        _put(sheet.cell(bottom if column.group else top, place), column.label, font, "center")
        if not column.group:
            if grouped:
                sheet.merge_cells(
                    start_row=top, end_row=bottom, start_column=place, end_column=place
                )
        elif runs and runs[-1][0] == column.group and runs[-1][2] == place - 1:
            runs[-1][2] = place
        else:
            runs.append([column.group, place, place])
    for group, first, last in runs:
        _put(sheet.cell(top, first), group, font, "center")
        _merge(sheet, top, first, last)
    return _set_label_heights(sheet, columns, runs, top, bottom, size)


def _set_label_heights(sheet, columns, runs, top, bottom, size):
    def points(lines):
        return (lines + 0.6) * size * _LINE

    single = max((_lines(c.label, c.width) for c in columns if not c.group), default=1)
    if bottom == top:
        sheet.row_dimensions[top].height = points(single)
        return bottom + 1
    upper = max(
        _lines(group, sum(column.width for column in columns[first - 1 : last]))
        for group, first, last in runs
    )
    lower = max(_lines(column.label, column.width) for column in columns if column.group)
    sheet.row_dimensions[top].height = max(points(upper), points(single) - points(lower))
    sheet.row_dimensions[bottom].height = points(lower)
    return bottom + 1


def _write_rows(sheet, filled, top):
    size, row = filled.form.text_size, top
    for index, values in enumerate(filled.rows):
        height, points = _height(values, filled.columns, size)
        face = _BOLD if index == filled.total_row else _BODY
        for place, (value, column) in enumerate(zip(values, filled.columns, strict=True), start=1):
            aligned = column.align or ("left" if column.type == "text" else "center")
            # A count that is not known is not nought; a text not known is left for the pen.
            shown = "—" if value is None and column.type == "count" else value
            cell = sheet.cell(row, place)
            _put(cell, shown, _font(face, points), aligned, NUMBER_FORMATS[column.type])
            cell.border = _BORDER
        sheet.row_dimensions[row].height = max(height, _SHORTEST * size)
        row += 1
    return row


def _write_footer(sheet, filled, row):
    """填表人 and the like, spread over the width; the blank beside each is for the pen."""
    edges = list(accumulate((column.width for column in filled.columns), initial=0))
    for number, text in enumerate(filled.footer):
        wanted = edges[-1] * number / len(filled.footer)
        place = min(range(len(filled.columns)), key=lambda edge: abs(edges[edge] - wanted)) + 1
        cell = sheet.cell(row, place)
        _put(cell, text, _font(_BODY, filled.form.text_size), "left")
        cell.alignment = Alignment(horizontal="left", vertical="center")
    sheet.row_dimensions[row].height = filled.form.text_size * _SHORTEST


def _offer_options(sheet, columns, first, last):
    for place, column in enumerate(columns, start=1):
        if not column.options or last < first:
            continue
        words = ",".join(column.options)
        if len(words) > _LONGEST_LIST:
            raise UserError(f"“{column.label}”的可选词超过 {_LONGEST_LIST} 个字，请减少。")
        rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
        rule.showErrorMessage = True
        rule.errorTitle, rule.error = "填写有误", f"只能选择：{'、'.join(column.options)}"
        letter = get_column_letter(place)
        rule.add(f"{letter}{first}:{letter}{last}")
        sheet.add_data_validation(rule)


def _set_page(sheet, filled, labels, first):
    form = filled.form
    sheet.page_setup.paperSize, sheet.page_setup.orientation = PAPERS[form.paper]
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins = PageMargins(**{side: mm / 25.4 for side, mm in _MARGINS_MM.items()})
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{labels}:{first - 1}"
    sheet.print_area = sheet.dimensions
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.oddFooter.center.font = _BODY
    sheet.oddFooter.center.size = 10
    sheet.freeze_panes = sheet.cell(first, 1)
    sheet.sheet_view.showGridLines = False


def _workbook(filled):
    workbook = Workbook()
    base = _font(_BODY, filled.form.text_size)
    # openpyxl's own default is a theme font (Calibri): Chinese would print in another face on
    # every machine. Its list of fonts is the only place where the default can be changed.
    workbook._fonts[0] = base
    workbook.properties.creator = ""
    workbook.properties.title = filled.title
    sheet = workbook.active
    sheet.title = filled.title[:31]
    labels = _write_title(sheet, filled)
    first = _write_labels(sheet, filled.columns, labels, filled.form.text_size)
    after = _write_rows(sheet, filled, first)
    _write_footer(sheet, filled, after)
    _offer_options(sheet, filled.columns, first, after - 1)
    for place, column in enumerate(filled.columns, start=1):
        # A column's width counts digits of the default font, half a full-width character each.
        sheet.column_dimensions[get_column_letter(place)].width = 2 * column.width + 1
    _set_page(sheet, filled, labels, first)
    return workbook


def write(filled, path):
    """Write ``filled`` to ``path``, whole or not at all.

    Raises UserError when the folder is missing or the file is open in another program.
    """
    path = Path(path)
    workbook = _workbook(filled)
    building = path.with_name(f".{path.stem}-{uuid.uuid4().hex}.tmp")
    try:
        workbook.save(building)
        building.replace(path)
    except OSError as error:
        building.unlink(missing_ok=True)
        raise UserError(
            f"写不进文件“{path.name}”，请确认文件夹存在、文件没有在别的程序里打开后重试。"
        ) from error
