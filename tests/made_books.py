"""Small workbooks for tests, as bytes."""

import io

import openpyxl


def workbook(*rows, merges=(), **sheets):
    """A workbook of one sheet with these rows and ``merges``; and named sheets of rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for span in merges:
        book.active.merge_cells(span)
    for name, content in sheets.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    if not rows and sheets:
        book.remove(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
