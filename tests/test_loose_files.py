"""Files of any kind → their tables: large and small, good and bad."""

import io
import warnings

import openpyxl
import pytest

from oversight import loose_files, loose_tables, profiling
from oversight.errors import UserError
from tests.made_books import workbook


def profiled(data, file):
    (part,) = loose_files.parts(data, file)
    return part, profiling.profile(loose_files.held(part, data))


def test_every_real_file_gives_its_parts_and_their_profiles(shared):
    """Nothing of what people really send ends in an error."""
    for folder in ("sheets", "schema", "claims", "liangku", "fund"):
        for path in sorted((shared / "real" / folder).iterdir()):
            data = path.read_bytes()
            found = loose_files.parts(data, path.name)
            assert found, path.name
            for part in found[:3]:
                if part.table and len(part.table.rows) < 10_000:
                    with warnings.catch_warnings():
                        warnings.simplefilter("error")
                        made = profiling.profile(loose_files.held(part, data))
                    assert made.rows == len(part.table.rows)
                assert part.table or part.form or part.what.kind == "empty"
                assert loose_files.preview(part) or part.what.kind == "empty"


def test_a_small_and_a_large_file_say_the_same(tmp_path, monkeypatch):
    lines = ["机构,金额,日期", *(f"院{n % 7},{n}.5,2025-01-{n % 28 + 1:02d}" for n in range(500))]
    data = ("\n".join([*lines, "合计,1,"]) + "\n").encode("gb18030")
    small, of_small = profiled(data, "表.csv")
    monkeypatch.setattr(loose_tables, "LARGEST_GRID", 100)
    large, of_large = profiled(data, "表.csv")
    assert large.large and not small.large and large.what == small.what._replace(why=large.what.why)
    assert of_small.columns == of_large.columns and of_small.sums == of_large.sums
    assert [p.count for p in of_small.problems] == [p.count for p in of_large.problems]


def test_text_that_is_utf8_only_at_its_beginning(monkeypatch):
    monkeypatch.setattr(loose_tables, "LARGEST_GRID", 100)
    plain = b"no,amount\n" + b"a1,2\n" * 250_000
    data = plain + "乙院,3\n".encode("gb18030")
    part, found = profiled(data, "表.csv")
    assert found.rows == 250_001


def test_a_workbook_called_csv_is_a_workbook():
    part, found = profiled(workbook(["机构", "金额"], ["甲院", 1], ["乙院", 2]), "表.csv")
    assert part.workbook and found.columns[1].total == 3


def test_a_sheet_that_declares_all_columns():
    data = workbook(["机构", "金额"], ["甲院", 1], ["乙院", 2])
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.active.cell(2, 16_384).value = " "
    buffer = io.BytesIO()
    book.save(buffer)
    _, found = profiled(buffer.getvalue(), "表.xlsx")
    assert [column.name for column in found.columns] == ["机构", "金额"]


def test_the_header_a_person_gave_is_that_of_its_sheet():
    data = workbook(["甲", "乙"], ["机构", "金额"], ["甲院", 1], 另一=[["名称", "人数"], ["甲", 2]])
    first, second = loose_files.parts(data, "表.xlsx", headers={"0": (2, 2)})
    assert first.table.names == ["机构", "金额"] and second.table.names == ["名称", "人数"]


def test_a_form_can_be_read_as_a_list_by_hand():
    data = workbook(["姓名：", "张三", "性别：", "男"], ["住址：", "甲镇"], ["电话：", "1"])
    assert loose_files.parts(data, "表.xlsx")[0].form
    (part,) = loose_files.parts(data, "表.xlsx", headers={"0": (1, 1)})
    assert part.form is None and part.table.first == 1


@pytest.mark.parametrize(
    "data, file",
    [
        (b"", "空.csv"),
        (b"", "空.xlsx"),
        (b"PK\x03\x04 broken", "坏.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "坏.xls"),
        (b"\0" * 400, "零.csv"),
        (b"<html><table></table></html>", "网页.xls"),
        (b"%PDF-1.4", "表.pdf"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(data, file):
    with pytest.raises(UserError, match="请|只能"):
        loose_files.parts(data, file)


def test_wrong_encodings_never_end_in_a_traceback(monkeypatch):
    for limit in (10, 1 << 30):
        monkeypatch.setattr(loose_tables, "LARGEST_GRID", limit)
        for data in (
            b"\xff\xff\xfe a,b\n1,2\n" * 9,
            "机构,金额\n甲,1\n".encode("utf-16"),
            b"\x81,\n1,2\n" * 9,
        ):
            try:
                for part in loose_files.parts(data, "表.csv"):
                    if part.table:
                        profiling.profile(loose_files.held(part, data))
            except UserError as error:
                assert "请" in str(error)


def test_blank_sheets_are_parts_without_a_table():
    found = loose_files.parts(workbook(["机构"], ["甲"], 空=[]), "表.xlsx")
    assert [part.what.kind for part in found][1] == "empty"


def test_several_tables_of_a_sheet_are_parts_of_their_own():
    rows = [
        ["机构", "人次"],
        ["甲院", 1],
        [],
        ["二、门诊"],
        ["科室", "医师", "处方数"],
        ["内科", "张某", 5],
    ]
    found = loose_files.parts(workbook(*rows), "表.xlsx")
    assert [part.name for part in found] == ["表.xlsx（Sheet）", "表.xlsx（Sheet，第 2 张表）"]
