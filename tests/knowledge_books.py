"""Workbooks in the shape of official 两库 tables, made here for tests."""

import csv
import io
import json
from collections import defaultdict

import openpyxl

CODE = "XA{:02}ABC{:014}"


def workbook(*sheets, **changes):
    """Bytes of a workbook; a sheet is (name, rows). ``changes`` maps a cell (A1) to a value."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cell, value in changes.items():
            sheet[cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sex_book(points, batch="第一批", remark="甲"):
    """An official 药品区分性别使用: ``points`` are (name, 男 or 女, codes)."""
    head = [
        "序号",
        "药品通用名",
        "限定性别",
        "检出逻辑",
        "逻辑依据（药品说明书适应症）",
        "知识点对应药品代码数量",
    ]
    above = [["“药品区分性别使用”规则对应知识点明细"]]
    rows = [
        [n, name, sex, "与限定性别不符", remark, len(codes)]
        for n, (name, sex, codes) in enumerate(points, 1)
    ]
    lines = []
    for n, (name, _, codes) in enumerate(points, 1):
        for place, code in enumerate(codes, 1):
            lines.append([*([n, name] if place == 1 else [None, None]), place, code])
    return workbook(
        (f"“药品区分性别使用”{batch}知识点明细", [*above, head, *rows]),
        (
            "“药品区分性别使用”知识点对应药品代码",
            [["附件"], ["对应知识点序号", "药品通用名", "序号", "药品代码"], *lines],
        ),
    )


def shapes(shared):
    """The 43 official sheet shapes by workbook: file name → list of shapes (dicts)."""
    path = shared / "real" / "liangku" / "official_sheet_shapes.csv"
    books = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            line["headers"] = json.loads(line["headers_json"])
            line["samples"] = json.loads(line["sample_rows_json"])
            books[line["source_file"].rpartition("/")[2]].append(line)
    return books


def built(sheets, merged=False):
    """(bytes, points, codes) of a workbook of the given shapes, all rows of each filled.

    Sample rows stand as the shape gives them; the rest is made up, of the same length as the sheet.
    """
    book = openpyxl.Workbook()
    book.remove(book.active)
    counted = {}
    points_rows = None
    for shape in sheets:
        sheet = book.create_sheet(shape["sheet_name"][:31])
        header, last = int(shape["header_row"]), int(shape["max_row"])
        for row in range(1, header):
            sheet.cell(row, 1, shape["sheet_name"] if row == header - 1 else "附件")
        for place, heading in enumerate(shape["headers"], 1):
            sheet.cell(header, place, heading or None)
        if int(shape["max_column"]) > 1000:
            sheet.cell(header, 16384).font = openpyxl.styles.Font(bold=True)
        if "对应知识点序号" in shape["headers"]:
            counted["codes"] = _codes(sheet, header, last, points_rows, merged)
        else:
            points_rows = _points(sheet, shape, header, last)
            counted["points"] = len(points_rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), counted["points"], counted.get("codes")


def _points(sheet, shape, header, last):
    """The rows of a page of points; the samples first, then rows like the first one."""
    names, like = [], shape["samples"][0]
    of_name = next(i for i, h in enumerate(shape["headers"]) if "名称" in h or "通用名" in h)
    counts = [i for i, h in enumerate(shape["headers"]) if "代码数量" in h]
    codes = [i for i, h in enumerate(shape["headers"]) if "代码" in h and i not in counts]
    real = [row for row in shape["samples"] if row[0].isdigit()]
    for number in range(1, last - header + 1):
        row = list(real[number - 1] if number <= len(real) else like)
        row[0] = str(number)
        if number > len(real):
            row[of_name] = f"{like[of_name]}之{number}"
            for i in codes:
                row[i] = f"{int(like[i]) + 10_000 * number + i:015}" if like[i].isdigit() else ""
                row[i] = row[i] or f"T{number:09}"
        for place in counts:
            row[place] = None
        names.append(row[of_name])
        for place, value in enumerate(row, 1):
            # Texts, as the official sheets have them; the running number is a number.
            sheet.cell(header + number, place, int(value) if place == 1 else value or None)
    return names


def _codes(sheet, header, last, points, merged):
    """The rows of a page of codes, shared out over the points; a point is named once."""
    total = last - header
    each, row = -(-total // len(points)), header
    for number, name in enumerate(points, 1):
        first = row + 1
        for place in range(1, each + 1):
            left = total - (row - header) - (len(points) - number)
            if row >= last or (place > 1 and left <= 0):
                break
            row += 1
            if place == 1:
                sheet.cell(row, 1, number)
                sheet.cell(row, 2, name)
            sheet.cell(row, 3, place)
            sheet.cell(row, 4, CODE.format(number % 100, row))
        if merged and row > first:
            for column in (1, 2):
                sheet.merge_cells(
                    start_row=first, end_row=row, start_column=column, end_column=column
                )
    return row - header
