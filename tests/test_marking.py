"""The file handed back: looks kept, corrections written in, faults marked, a sheet of them."""

import io

import openpyxl
import pytest

from oversight import importing, marking
from oversight.importing import Choices

HEAD = ["序号", "问题表述", "责任单位", "整改时限", "是否办结"]
ROWS = [
    HEAD,
    ["1", "收费不合规", "甲镇", "2025年2月30日", "整改中"],
    ["2", "=1+1 的账", "", "2025-12-31", "整改中"],
]


def csv(rows):
    return "\n".join(",".join(row) for row in rows).encode("gb18030")


def styled():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append(["某区问题整改台账"])
    sheet.merge_cells("A1:E1")
    for row in ROWS:
        sheet.append(row)
    sheet["B4"].data_type = "s"
    sheet["A1"].font = openpyxl.styles.Font(size=22)
    sheet.column_dimensions["B"].width = 44
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def marked(data, name, cells=None):
    choices = Choices(cells=cells or {})
    book = importing.read_bytes(data, name, choices=choices)
    return openpyxl.load_workbook(io.BytesIO(marking.mark(data, book, cells)))


def comments(sheet):
    return {c.coordinate: c.comment.text for row in sheet for c in row if c.comment}


def test_a_workbook_keeps_its_looks_and_shows_its_faults():
    book = marked(styled(), "台账.xlsx")
    sheet = book["台账"]
    assert (sheet["A1"].font.size, sheet.column_dimensions["B"].width) == (22, 44)
    assert set(comments(sheet)) == {"D3", "C4"}
    assert "不是真实的日期" in sheet["D3"].comment.text
    assert sheet["D3"].fill.fgColor.rgb.endswith("FFF2CC")
    rows = [[c.value for c in row] for row in book[marking.REPORT].iter_rows(min_row=4)]
    assert rows[0][:4] == ["台账", 3, "D", "整改时限"]
    assert rows[1][:4] == ["台账", 4, "C", "责任单位"]


def test_corrections_are_written_in_and_their_faults_gone():
    book = marked(styled(), "台账.xlsx", {"台账": {(3, 4): "2025年2月28日", (4, 3): "乙镇"}})
    assert book["台账"]["D3"].value == "2025年2月28日"
    assert comments(book["台账"]) == {}
    assert "发现 0 处问题" in book[marking.REPORT]["A1"].value


def test_a_text_file_comes_back_as_a_workbook_whose_texts_are_no_formulas():
    book = marked(csv(ROWS), "台账.csv", {"": {(2, 2): "=SUM(A1)"}})
    sheet = book.worksheets[0]
    assert comments(sheet).keys() == {"D2", "C3"}
    assert [sheet["B2"].data_type, sheet["B3"].data_type] == ["s", "s"]


def test_a_large_file_is_written_anew(monkeypatch):
    monkeypatch.setattr(marking, "_KEEPS_LOOKS", 5)
    sheet = marked(csv(ROWS), "台账.csv").worksheets[0]
    assert comments(sheet).keys() == {"D2", "C3"}
    assert sheet["B3"].value == "'=1+1 的账"


def test_a_second_report_does_not_overwrite_the_first():
    once = importing.read_bytes(styled(), "台账.xlsx")
    again = marking.mark(styled(), once)
    book = importing.read_bytes(again, "台账.xlsx")
    names = openpyxl.load_workbook(io.BytesIO(marking.mark(again, book))).sheetnames
    assert names == ["台账", "体检", "体检2"]


@pytest.mark.parametrize("column", [None, "due_on"])
def test_every_fault_has_a_cell(column):
    [sheet] = importing.read_bytes(csv(ROWS), "台账.csv").sheets
    from oversight.records import Fault

    assert marking.places(sheet, Fault(2, column, "x", "x")) == ([3] if column else [0])
