"""The rows a page shows as a workbook. Imported when one is asked for: openpyxl loads slowly."""

import io
import re
from datetime import date, datetime

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from oversight import form_workbook, tables


def _cell(value):
    if tables.is_missing(value):
        return None
    if isinstance(value, (datetime, pd.Timestamp)):
        return value.date() if value.hour == value.minute == 0 else value.to_pydatetime()
    if hasattr(value, "item"):
        return value.item()
    text = tables.as_text(value)
    return form_workbook.printable(text) if isinstance(text, str) else text


def to_bytes(sheets, note):
    """What a page shows as the bytes of an xlsx workbook; ``sheets`` are (title, rows, labels).

    Title and ``note`` (date and source) stand above the rows. Texts are written as texts: nothing
    in a cell can run as a formula.
    """
    book = Workbook()
    book.remove(book.active)
    for title, df, labels in sheets:
        # A title may be a name of the data. Excel allows 31 characters, and not these; some are
        # left for the number that a second sheet of the name gets.
        title = form_workbook.printable(title)
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\'\n]", "", title)[:28] or None)
        _fill(sheet, title, note, tables.shown(df, labels), [c for c in labels if c in df])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# Values are as shown: rates in per cent, amounts in 万元.
_FORMATS = {"_rate": '0.0"%"', "_yuan": "#,##0.00"}


def _fill(sheet, title, note, frame, columns):
    formats = [next((f for end, f in _FORMATS.items() if c.endswith(end)), None) for c in columns]
    sheet.append([title])
    sheet.append([note])
    sheet.append(list(frame.columns))
    # Counted here: asking the sheet for its last row looks at every cell there is.
    for number, row in enumerate(frame.itertuples(index=False), start=4):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            cell.value = _cell(value)
            if isinstance(cell.value, str):
                cell.data_type = "s"
            elif isinstance(cell.value, (date, datetime)):
                cell.number_format = "yyyy-mm-dd"
            elif formats[place - 1]:
                cell.number_format = formats[place - 1]
    sheet["A1"].data_type = "s"
    sheet["A1"].font = Font(size=14, bold=True)
    for cell in sheet[3]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for place, name in enumerate(frame.columns, start=1):
        widest = max([len(str(name))] + [len(str(v)) for v in frame[name].head(200)])
        sheet.column_dimensions[get_column_letter(place)].width = min(60, 2 * widest + 2)
    sheet.freeze_panes = "A4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "3:3"
