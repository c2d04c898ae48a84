import io
import re
import struct
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from oversight import grids, workbooks
from oversight.errors import UserError
from oversight.grids import read_grids


def xlsx(fill, rewrite=None):
    """The bytes of a workbook that ``fill`` made; ``rewrite`` changes (name, bytes) of entries."""
    book = Workbook()
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    if not rewrite:
        return buffer.getvalue()
    changed = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(*rewrite(name, old.read(name)))
    return changed.getvalue()


def one_cell(book):
    book.active["A1"] = "序号"


def refusal(data, file_name):
    with pytest.raises(UserError) as caught:
        read_grids(data, file_name)
    return str(caught.value)


def test_cells_come_as_written_with_merges_and_hidden_sheets():
    def fill(book):
        sheet = book.active
        sheet.title = "台账"
        sheet.append(["标题", None, None])
        sheet.append(["001", 12.5, date(2025, 12, 31), True])
        sheet.merge_cells("A1:C1")
        sheet.row_dimensions[2].hidden = True
        book.create_sheet("选项").sheet_state = "hidden"

    grid, hidden = read_grids(xlsx(fill), "台账.xlsx")
    assert (grid.name, grid.merges, grid.hidden) == ("台账", [(0, 0, 0, 2)], None)
    assert grid.rows == [["标题"], ["001", 12.5, date(2025, 12, 31), True]]
    assert (hidden.name, hidden.rows, hidden.hidden) == ("选项", [], "工作表是隐藏的")


def test_a_declared_dimension_of_16384_columns_is_harmless():
    def rewrite(name, data):
        return name, re.sub(rb'dimension ref="[^"]*"', b'dimension ref="A1:XFD1048576"', data)

    [grid] = read_grids(xlsx(one_cell, rewrite), "台账.xlsx")
    assert grid.rows == [["序号"]]


def test_a_workbook_that_kills_its_reader_is_a_sentence():
    def fill(book):
        book.active["A1"] = book.active["XFD1048576"] = "x"

    assert "删去表格以外的内容" in refusal(xlsx(fill), "台账.xlsx")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("序号,问题\n1,甲镇\n", "utf-8"), ("序号,问题\n1,甲镇\n", "utf-8-sig"),
     ("序号,问题\n1,甲镇\n", "gb18030"), ("序号\t问题\n1\t甲镇\n", "utf-16"),
     ("序号;问题\r\n1;甲镇\r\n", "gb18030"), ("序号|问题\n1|甲镇", "utf-8")],
)  # fmt: skip
def test_text_of_any_encoding_and_delimiter(text, encoding):
    [grid] = read_grids(text.encode(encoding), "台账.txt")
    assert grid == grids.Grid(None, [["序号", "问题"], ["1", "甲镇"]], [])


def test_text_rows_count_blank_lines_but_not_lines_inside_quotes():
    text = '标题,\r\n\r\n1,"一是，\n二是"\r\n2,好,\r\n'
    [grid] = read_grids(text.encode(), "台账.csv")
    assert grid.rows == [["标题", ""], [], ["1", "一是，\n二是"], ["2", "好", ""]]


def test_commas_inside_cells_do_not_win_over_tabs():
    text = "序号\t责任人\t措施\n1\t张某,李某,王某\t甲,乙,丙,丁\n2\t张某,李某,王某\t甲\n"
    assert read_grids(text.encode(), "台账.txt")[0].rows[1] == [
        "1", "张某,李某,王某", "甲,乙,丙,丁",
    ]  # fmt: skip


def test_what_the_file_is_decides_not_its_name():
    assert read_grids(xlsx(one_cell), "台账.csv")[0].rows == [["序号"]]
    assert read_grids(b"a,b\n", "台账.xlsx")[0].rows == [["a", "b"]]


@pytest.mark.parametrize(
    ("data", "file_name", "says"),
    [
        (b"x", "台账.xlsm", "带宏"),
        (b"x", "台账.et", "WPS 表格的专用格式"),
        (b"x", "台账.wps", "不是表格"),
        (b"x", "台账.exe", "类型不能识别"),
        (b"", "台账.csv", "空文件"),
        (b"a" * (grids.LARGEST_FILE + 1), "台账.csv", "超过 50 MB"),
        (b"PK\x03\x04 not a zip", "台账.xlsx", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "台账.xls", "已损坏或不是"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "台账.xlsx",
            "打开密码",
        ),
        (b"<html><table>", "台账.xls", "网页格式"),
        (b"a\0b", "台账.csv", "不是文本表格"),
        ('a,"没有结尾的引号'.encode() + b"x" * 200_000, "台账.csv", "引号不成对"),
    ],
)
def test_refusals_say_what_and_what_to_do(data, file_name, says):
    sentence = refusal(data, file_name)
    assert says in sentence and file_name in sentence
    assert re.search("请|只能", sentence) and sentence.endswith("。")


def test_a_truncated_workbook_is_damaged():
    data = xlsx(one_cell)
    assert "已损坏" in refusal(data[: len(data) // 2], "台账.xlsx")
    middle = bytearray(data)
    middle[200:260] = bytes(60)
    assert "已损坏" in refusal(bytes(middle), "台账.xlsx")


def test_a_part_that_does_not_unpack_to_its_declared_size_is_damaged():
    data = xlsx(one_cell, lambda name, data: (name, data))
    assert data.count(b"</a:theme>") == 1  # the end of a part that the reader never opens
    damaged = data.replace(b"</a:theme>", b"</a:themE>")
    assert "已损坏" in refusal(damaged, "台账.xlsx")


def test_a_locked_xls_says_so(shared):
    data = (shared / "cases" / "ledgers" / "04_基金监管责任分工及整改清单.xls").read_bytes()
    begin = data.index(bytes.fromhex("0908100000060500")) + 20  # the record after the first
    locked = data[:begin] + b"\x2f\x00" + data[begin + 2 :]  # FILEPASS
    assert "打开密码" in refusal(locked, "台账.xls")


def test_macros_are_refused_under_any_name():
    def rewrite(name, data):
        return name.replace("xl/styles.xml", "xl/vbaProject.bin"), data

    assert "带宏" in refusal(xlsx(one_cell, rewrite), "台账.xlsx")


def test_a_document_is_no_workbook():
    def rewrite(name, data):
        return name.replace("xl/", "word/"), data

    assert "不是 Excel 工作簿" in refusal(xlsx(one_cell, rewrite), "台账.xlsx")


def test_doctype_and_bombs_are_refused(monkeypatch):
    def rewrite(name, data):
        return name, data.replace(b"<workbook", b"<!DOCTYPE x><workbook", 1)

    assert "不安全" in refusal(xlsx(one_cell, rewrite), "台账.xlsx")
    for limit in ("LARGEST_ENTRY", "LARGEST_UNPACKED", "MOST_ENTRIES"):
        with monkeypatch.context() as patched:
            patched.setattr(workbooks, limit, 5)
            assert "解压后过大" in refusal(xlsx(one_cell), "台账.xlsx")


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_CELLS", 3)
    assert "单元格" in refusal(b"1,2\n3,4\n", "台账.csv")


def ods(content, manifest="<manifest/>"):
    """A minimal OpenDocument spreadsheet around the rows of one table."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in {"office": "office", "table": "table", "text": "text"}.items()
    )
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="台账">{content}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", body)
    return buffer.getvalue()


def test_merges_of_an_opendocument_are_found():
    cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    spanned = ' table:number-rows-spanned="2" table:number-columns-spanned="1"'
    content = (
        f'<table:table-row table:number-rows-repeated="2">{cell.format("", "空")}</table:table-row>'
        f"<table:table-row>{cell.format('', '1')}{cell.format(spanned, '张某')}</table:table-row>"
        f"<table:table-row>{cell.format('', '2')}<table:covered-table-cell/></table:table-row>"
    )
    [grid] = read_grids(ods(content), "台账.ods")
    assert grid.rows == [["空"], ["空"], ["1", "张某"], ["2"]]
    assert grid.merges == [(2, 1, 3, 1)]


def test_a_locked_opendocument_says_so():
    assert "打开密码" in refusal(ods("", "<manifest:encryption-data/>"), "台账.ods")


def test_a_merge_of_the_whole_sheet_covers_only_what_is_there():
    def rewrite(name, data):
        return name, data.replace(b'ref="A1:B1"', b'ref="A1:XFD1048576"')

    def fill(book):
        book.active.append(["序号", None])
        book.active.append([1, "问题"])
        book.active.merge_cells("A1:B1")

    [grid] = read_grids(xlsx(fill, rewrite), "台账.xlsx")
    assert grid.merges == [(0, 0, 1, 1)]
    assert grid.merges_of(1) == [(0, 0, 1, 1)]


def test_formulas_without_a_value_and_errors_are_told():
    def fill(book):
        book.active.append([1, "=SUM(A1:A1)", "x"])
        book.active["C1"].value, book.active["C1"].data_type = "#REF!", "e"

    [grid] = read_grids(xlsx(fill), "台账.xlsx")
    assert grid.faulty == {(0, 1): "", (0, 2): "#REF!"}


def _record(number, content=b""):
    """One record of the binary format: its number and size in seven bits a byte."""
    head, size, left = b"", b"", len(content)
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    while left > 0x7F:
        size, left = size + bytes([left & 0x7F | 0x80]), left >> 7
    return head + size + bytes([left]) + content


def _text(said):
    return struct.pack("<I", len(said)) + said.encode("utf-16-le")


def xlsb(rows):
    """A minimal binary workbook of texts and floats, by the published format [MS-XLSB]."""
    sheet = _record(129) + _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1))
    sheet += _record(145)
    for number, row in enumerate(rows):
        sheet += _record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))
        for place, value in enumerate(row):
            at = struct.pack("<II", place, 0)
            number_cell = isinstance(value, float)
            sheet += _record(
                5 if number_cell else 6,
                at + (struct.pack("<d", value) if number_cell else _text(value)),
            )
    sheet += _record(146) + _record(130)
    named = struct.pack("<II", 0, 1) + _text("rId1") + _text("台账")
    book = _record(131) + _record(143) + _record(156, named) + _record(144) + _record(132)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr("xl/_rels/workbook.bin.rels", links)
    return buffer.getvalue()


def test_a_binary_workbook_is_read():
    rows = [["序号", "问题"], [1.0, "甲<f>镇"]]
    [grid] = read_grids(xlsb(rows), "台账.xlsb")
    assert (grid.name, list(grid.rows)) == ("台账", rows)


def test_an_xlsb_is_told_by_what_is_in_it():
    def rewrite(name, data):
        return name.replace("xl/workbook.xml", "xl/workbook.bin"), data

    assert "已损坏" in refusal(xlsx(one_cell, rewrite), "台账.xlsb")
