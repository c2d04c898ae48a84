"""The exported sheet: texts stay texts, dates dates, and nothing a workbook cannot hold."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest

from oversight import table_workbook


def test_an_export_holds_texts_as_texts_dates_as_dates():
    frame = pd.DataFrame(
        {
            "no": ["007"],
            "text": ['=HYPERLINK("x")'],
            "due_on": [pd.Timestamp("2025-11-28")],
            "a_yuan": [Decimal("-120000.00")],
            "closed_rate": [0.775],
        }
    )
    labels = {"no": "编号", "text": "问题", "due_on": "时限", "a_yuan": "金额（元）"}
    labels |= {"absent": "没有的列", "closed_rate": "办结率"}
    sheet = openpyxl.load_workbook(
        io.BytesIO(table_workbook.to_bytes([("清单", frame, labels)], "截至"))
    ).active
    assert [cell.value for cell in sheet[3]] == ["编号", "问题", "时限", "金额（万元）", "办结率"]
    number, text, due, amount, rate = sheet[4]
    assert (number.value, text.value, text.data_type) == ("007", '=HYPERLINK("x")', "s")
    assert due.value.date() == date(2025, 11, 28) and amount.value == -12
    assert (rate.value, rate.number_format) == (77.5, '0.0"%"')
    assert sheet.page_setup.orientation == "landscape" and sheet.freeze_panes == "A4"


def test_an_export_holds_no_character_that_a_workbook_cannot():
    frame = pd.DataFrame({"description": ["甲\x0b问\x01题\x1f", "乙\ufffe"]})
    sheet = openpyxl.load_workbook(
        io.BytesIO(table_workbook.to_bytes([("清单", frame, {"description": "问题"})], "截至"))
    ).active
    assert [sheet["A4"].value, sheet["A5"].value] == ["甲\n问题", "乙"]


@pytest.mark.parametrize(
    "title, named",
    [("甲\x01[乙]'丙/丁", "甲乙丙丁"), ("=甲" + "乙" * 40, "=甲" + "乙" * 26), ("[?]", "Sheet")],
)
def test_a_sheet_is_named_by_what_excel_allows_of_its_title(title, named):
    frame = pd.DataFrame({"description": ["问题"]})
    given = table_workbook.to_bytes([(title, frame, {"description": "问题"})] * 2, "截至")
    book = openpyxl.load_workbook(io.BytesIO(given))
    assert book.sheetnames[0] == named and len(set(book.sheetnames)) == 2
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert book.active["A1"].data_type == "s"
