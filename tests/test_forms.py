"""oversight/forms.py and forms/*.toml: the bureau's own paper, filled and checked."""

import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.cell import MergedCell
from python_calamine import CalamineWorkbook

from oversight import catalog, filings, form_workbook, forms
from oversight.errors import UserError
from oversight.viewer import LOCAL, Viewer

NAMES = sorted(path.stem for path in forms.FORMS.glob("*.toml"))
AS_OF = date(2025, 9, 30)
FILED = datetime(2025, 9, 1, 9, 0)

PROGRESS = """
title = "进展表"
attachment = "附件1"
paper = "A4横"
text_size = 12
query = "forms/progress_by_category"
totals = "first"
footer = ["填表人："]
[header]
left = "填报单位：{unit}"
[[columns]]
name = "found_items"
label = "发现(条)"
type = "count"
width = 8
drill = "forms/progress_entries"
row_params = { category = "counted_category" }
"""


def problem(description, **more):
    base = {
        "description": description,
        "units": ["待遇保障股"],
        "persons": ["张某"],
        "measures": "限期改正。",
        "found_on": date(2025, 8, 1),
        "due_on": date(2025, 12, 31),
        "due_text": "2025年12月31日",
        "long_term": False,
        "immediate": False,
        "status": "整改中",
        "status_text": "整改中",
    }
    return base | more


DONE = {"status": "已办结", "status_text": "已办结", "closed_on": date(2025, 9, 10)}
PROBLEMS = [
    problem("一", category="骗取套取救助资金", mechanism="建立比对机制", **DONE),
    problem("二", category="骗取套取\n救助资金", mechanism="建立比对机制"),
    problem("三", category="骗取套取救助资金", mechanism="纳入协议考核"),
    problem("四", category="挤占挪用救助资金", due_on=date(2025, 9, 29)),
    problem("五", category="药品集中采购不到位", **DONE),
    problem("六", category=None),
    problem("七", category="其他", due_on=None, due_text="长期坚持", long_term=True),
]


def file_in(store, records, **more):
    return filings.commit(store, LOCAL, "rectification", records, filed_at=FILED, **more)


@pytest.fixture
def filled(store):
    file_in(store, PROBLEMS)
    return forms.fill(store, LOCAL, "progress_table", AS_OF)


def figures(form):
    return {row[0]: tuple(row[1:4]) for row in form.rows}


# What holds for every file in forms/ -------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_accepted_and_agrees_with_its_query(name):
    form = forms.load()[name]
    returned = catalog.get(form.query).columns
    assert [c.name for c in form.columns if not c.entered and c.name not in returned] == []
    assert len({column.name for column in form.columns}) == len(form.columns)


@pytest.mark.parametrize("name", NAMES)
def test_the_number_in_a_cell_is_the_number_of_rows_behind_it(name, store):
    file_in(store, PROBLEMS)
    form = forms.fill(store, LOCAL, name, AS_OF)
    for row in form.cells:
        for cell, column in zip(row, form.columns, strict=True):
            if cell.drill:
                behind = store.rows(cell.drill[0], LOCAL, **cell.drill[1])
                if form.form.totals != "none" and column.type == "count":
                    assert len(behind) == cell.value, (column.name, row[0].value)
                elif cell.value is not None:
                    assert behind, (column.name, cell.value)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("records", [PROBLEMS, []], ids=["problems", "nothing"])
def test_what_is_read_back_is_what_the_query_said(name, records, store, tmp_path):
    if records:
        file_in(store, records)
    form = forms.fill(store, LOCAL, name, AS_OF)
    path = forms.export(form, tmp_path / "表.xlsx")
    sheet = load_workbook(path).active
    first = int(re.search(r"\d+", sheet.freeze_panes)[0])
    shown = [
        [sheet.cell(first + r, c + 1).value for c in range(len(form.columns))]
        for r in range(len(form.rows))
    ]
    assert shown == form.rows
    read = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    again = read[first - 1 : first - 1 + len(form.rows)]
    assert again == [["" if value is None else value for value in row] for row in form.rows]
    assert [text for text in read[first - 1 + len(form.rows)] if text] == list(form.footer)


@pytest.mark.parametrize("name", NAMES)
def test_the_sheet_prints_as_the_paper_form(name, store, tmp_path):
    file_in(store, PROBLEMS)
    form = forms.fill(store, LOCAL, name, AS_OF)
    path = forms.export(form, tmp_path / "表.xlsx")
    sheet = load_workbook(path).active
    first = int(re.search(r"\d+", sheet.freeze_panes)[0])
    paper = (int(sheet.page_setup.paperSize), sheet.page_setup.orientation)
    assert paper == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"$4:${first - 1}"
    assert sheet.page_margins.top == pytest.approx(28 / 25.4)
    assert all(merged.max_row < first for merged in sheet.merged_cells.ranges)
    assert sheet["A1"].value == form.form.attachment
    assert sheet["A2"].value == form.title
    for row in sheet.iter_rows(min_row=4, max_row=first - 1 + len(form.rows)):
        for cell in row:
            inner = isinstance(cell, MergedCell)
            assert inner or cell.border.left.style == cell.border.bottom.style == "thin"
    for row in sheet.iter_rows(min_row=first, max_row=first - 1 + len(form.rows)):
        for cell in row:
            assert cell.alignment.wrap_text
            assert cell.font.name in {"仿宋", "黑体"}
    with zipfile.ZipFile(path) as parts:
        styles = parts.read("xl/styles.xml").decode()
    assert "scheme" not in styles and "theme=" not in styles


# 附件1 --------------------------------------------------------------------------------------------


def test_progress_table_has_the_official_columns(store, tmp_path):
    form = forms.fill(store, LOCAL, "progress_table", AS_OF)
    sheet = load_workbook(forms.export(form, tmp_path / "附件1.xlsx")).active
    assert [cell.value for cell in sheet[4]] == [
        "问题类型",
        "专项治理发现问题(条)",
        "专项治理发现问题整改情况",
        None,
        "是否建立工作领导机制(如是，请说明机制情况)",
        "建立长效机制情况",
    ]
    assert [cell.value for cell in sheet[5]][2:4] == ["已完成(条)", "整改中(条)"]
    assert {str(merged) for merged in sheet.merged_cells.ranges if merged.min_row >= 4} == {
        *("A4:A5", "B4:B5", "C4:D4", "E4:E5", "F4:F5")
    }
    assert form.title == "专项整治进展情况表"


def test_total_comes_first_then_the_six_types(filled):
    assert [row[0] for row in filled.rows] == [
        "合计",
        "救助对象参保应参未参及应资未资",
        "符合条件人员应享未享医疗救助待遇",
        "违规或重复享受救助待遇",
        "骗取套取救助资金",
        "挤占挪用救助资金",
        "其他",
    ]
    assert filled.total_row == 0


def test_every_problem_is_counted_once(filled):
    assert figures(filled) == {
        "合计": (7, 2, 5),
        "救助对象参保应参未参及应资未资": (0, 0, 0),
        "符合条件人员应享未享医疗救助待遇": (0, 0, 0),
        "违规或重复享受救助待遇": (0, 0, 0),
        # a line break inside the type does not make it another type
        "骗取套取救助资金": (3, 1, 2),
        # overdue is still being mended
        "挤占挪用救助资金": (1, 0, 1),
        # another type, no type, and 其他 itself; 长期坚持 is not done
        "其他": (3, 1, 2),
    }


def test_an_empty_ledger_is_nought_not_blank(store):
    form = forms.fill(store, LOCAL, "progress_table", AS_OF)
    assert set(figures(form).values()) == {(0, 0, 0)}
    assert len(form.rows) == 7


def test_mechanisms_are_named_with_their_counts(filled):
    texts = {row[0]: row[5] for row in filled.rows}
    assert texts["骗取套取救助资金"] == "建立比对机制（2条）；纳入协议考核（1条）"
    assert texts["合计"] == "建立比对机制（2条）；纳入协议考核（1条）"
    assert texts["其他"] is None


def test_many_mechanisms_are_cut_and_it_says_so(store):
    records = [problem(f"问题{n}", category="其他", mechanism=f"机制{n}") for n in range(7)]
    file_in(store, records)
    text = forms.fill(store, LOCAL, "progress_table", AS_OF).rows[-1][5]
    listed = "；".join(f"机制{n}（1条）" for n in range(5))
    assert text == f"{listed}；等7种"


def test_leadership_is_never_invented(store):
    form = forms.fill(store, LOCAL, "progress_table", AS_OF)
    assert {row[4] for row in form.rows} == {None}
    written = {"leadership": "是，成立领导小组"}
    form = forms.fill(store, LOCAL, "progress_table", AS_OF, entered=written)
    assert [row[4] for row in form.rows] == ["是，成立领导小组", *[None] * 6]
    with pytest.raises(UserError, match="found_items"):
        forms.fill(store, LOCAL, "progress_table", AS_OF, entered={"found_items": 9})


def test_the_date_decides_what_was_known_then(store):
    file_in(store, PROBLEMS)
    before = forms.fill(store, LOCAL, "progress_table", date(2025, 8, 31))
    assert figures(before)["合计"] == (0, 0, 0)
    on_the_day = forms.fill(store, LOCAL, "progress_table", date(2025, 9, 9))
    assert figures(on_the_day)["合计"] == (7, 0, 7)


@pytest.mark.parametrize("name", NAMES)
def test_one_campaign_is_told_from_another(name, store):
    file_in(store, PROBLEMS[:2], campaign="甲专项")
    file_in(store, PROBLEMS[2:3], campaign="乙专项")
    file_in(store, PROBLEMS[3:4])

    def problems(campaign):
        form = forms.fill(store, LOCAL, name, AS_OF, campaign)
        return form.rows[0][1] if form.form.totals == "first" else len(form.rows)

    found = {campaign: problems(campaign) for campaign in (None, "甲专项", "乙专项", "未写明")}
    assert found == {None: 4, "甲专项": 2, "乙专项": 1, "未写明": 1}


@pytest.mark.parametrize("name", NAMES)
def test_another_ledger_is_not_counted(name, store):
    nothing = forms.fill(store, LOCAL, name, AS_OF).rows
    filings.commit(store, LOCAL, "self_check", PROBLEMS, unit="待遇保障股", filed_at=FILED)
    assert forms.fill(store, LOCAL, name, AS_OF).rows == nothing


def test_behind_the_mechanisms_are_the_problems_that_led_to_one(filled, store):
    behind = {}
    for row in filled.cells:
        query, params = row[5].drill
        behind[row[0].value] = [
            found["description"] for found in store.rows(query, LOCAL, **params)
        ]
    assert behind["骗取套取救助资金"] == behind["合计"] == ["一", "二", "三"]
    assert behind["其他"] == []


def test_behind_a_ledger_row_is_its_history_up_to_the_date(store):
    file_in(store, PROBLEMS)
    again = [PROBLEMS[0], PROBLEMS[1] | {"measures": "已退回。"}, *PROBLEMS[2:]]
    later = datetime(2025, 9, 15, 9, 0)
    filings.commit(store, LOCAL, "rectification", again, filed_at=later)

    def history(as_of):
        form = forms.fill(store, LOCAL, "rectification_ledger", as_of)
        (row,) = [row for row in form.cells if row[3].value == "二"]
        query, params = row[3].drill
        return [found["measures"] for found in store.rows(query, LOCAL, **params)]

    assert history(AS_OF) == ["已退回。", "限期改正。"]
    assert history(date(2025, 9, 14)) == ["限期改正。"]


def test_a_unit_reports_its_own_rows_under_its_own_name(store):
    file_in(store, [*PROBLEMS, problem("八", units=["甲镇"])])
    town = forms.fill(store, Viewer(role="单位", scope="甲镇"), "progress_table", AS_OF)
    assert town.rows[0][1] == 1
    assert town.header["left"] == "填报单位（盖章）：甲镇"
    bureau = forms.fill(store, LOCAL, "progress_table", AS_OF)
    assert bureau.header["left"] == "填报单位（盖章）：示例区医疗保障局"
    assert bureau.header["right"] == "截止日期：2025年9月30日　　单位：条"


# 附件2 --------------------------------------------------------------------------------------------


def test_rectification_ledger_has_the_official_columns(store, tmp_path):
    file_in(store, PROBLEMS)
    form = forms.fill(store, LOCAL, "rectification_ledger", AS_OF)
    sheet = load_workbook(forms.export(form, tmp_path / "附件2.xlsx")).active
    assert [cell.value for cell in sheet[4]] == [
        "序号",
        "责任科室",
        "责任人",
        "问题表述",
        "整改措施及成效",
        "是否办结(已办结、预计按时办结、无法按时办结)",
    ]
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"已办结,预计按时办结,无法按时办结"'
    assert str(rule.sqref) == "F5:F11"
    assert [row[0] for row in form.rows] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    "more, word",
    [
        (DONE, "已办结"),
        (DONE | {"due_on": date(2025, 9, 1)}, "已办结"),
        (DONE | {"closed_on": None}, "已办结"),
        # the report says done, the date says not yet
        (DONE | {"closed_on": date(2025, 10, 1)}, "预计按时办结"),
        (DONE | {"closed_on": date(2025, 10, 1), "due_on": date(2025, 9, 29)}, "无法按时办结"),
        ({"status": "预计按时办结"}, "预计按时办结"),
        ({"status": "预计按时办结", "due_on": date(2025, 9, 29)}, "无法按时办结"),
        # due today is not overdue
        ({"status": "预计按时办结", "due_on": AS_OF}, "预计按时办结"),
        ({"status": "无法按时办结"}, "无法按时办结"),
        ({"status": "整改中"}, "预计按时办结"),
        ({"status": "整改中", "due_on": date(2025, 9, 29)}, "无法按时办结"),
        ({"status": None, "status_text": None}, "预计按时办结"),
        ({"due_on": None, "due_text": "长期坚持", "long_term": True}, "预计按时办结"),
    ],
)
def test_closing_is_always_one_of_the_three_words(store, more, word):
    file_in(store, [problem("甲", **more)])
    assert forms.fill(store, LOCAL, "rectification_ledger", AS_OF).rows[0][5] == word


def test_units_and_persons_are_listed_and_a_missing_one_is_blank(store):
    file_in(store, [problem("甲", units=["甲股", "乙中心"], persons=[])])
    (row,) = forms.fill(store, LOCAL, "rectification_ledger", AS_OF).rows
    assert row[1:3] == ["甲股、乙中心", None]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_text_that_looks_like_a_formula_stays_text(store, tmp_path, start):
    text = f"{start}HYPERLINK(A1)"
    file_in(store, [problem(text)])
    form = forms.fill(store, LOCAL, "rectification_ledger", AS_OF)
    cell = load_workbook(forms.export(form, tmp_path / "表.xlsx")).active["D5"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


# The workbook, whatever the form ------------------------------------------------------------------


def with_value(filled, row, column, value):
    cells = [list(cells) for cells in filled.cells]
    cells[row][column] = forms.Cell(value)
    return replace(filled, cells=tuple(tuple(row) for row in cells))


def test_control_characters_and_line_ends_do_not_break_the_file(filled, tmp_path):
    odd = with_value(filled, 1, 5, "一\x00\r\n二\x0b三")
    sheet = load_workbook(forms.export(odd, tmp_path / "表.xlsx")).active
    assert sheet["F7"].value == "一\n二\n三"


def test_a_text_longer_than_a_cell_is_refused_not_cut(filled, tmp_path):
    with pytest.raises(UserError, match="32768"):
        forms.export(with_value(filled, 1, 5, "长" * 32768), tmp_path / "表.xlsx")
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_row_is_high_enough_for_its_text(filled, tmp_path):
    columns = filled.columns
    text = "整" * 1000
    sheet = load_workbook(forms.export(with_value(filled, 1, 5, text), tmp_path / "表.xlsx")).active
    cell = sheet["F7"]
    height, size = sheet.row_dimensions[7].height, cell.font.size
    per_line = columns[5].width * filled.form.text_size // size
    assert 1000 / per_line * size * 1.2 <= height <= 409


def test_a_date_is_a_real_date_and_an_unknown_count_is_not_nought(tmp_path):
    columns = (
        forms.Column("day", "日期", "date", 6),
        forms.Column("code", "编码", "text", 6),
        forms.Column("items", "条数", "count", 6),
    )
    form = replace(
        forms.load()["progress_table"], columns=columns, balance=(), totals="none", header={}
    )
    cells = ((forms.Cell(AS_OF), forms.Cell("000123456789012345"), forms.Cell(None)),)
    path = forms.export(forms.Filled(form, AS_OF, {}, cells, None), tmp_path / "表.xlsx")
    day, code, items = load_workbook(path).active[5]
    assert (day.value.date(), day.number_format, day.is_date) == (AS_OF, "yyyy-mm-dd", True)
    assert (code.value, code.data_type, code.number_format) == ("000123456789012345", "s", "@")
    assert items.value == "—"


@pytest.mark.parametrize(
    "row, column, words",
    [(4, 2, "已完成"), (0, 1, "第1行")],
    ids=["part of a row", "row of the total"],
)
def test_a_row_that_does_not_add_up_is_not_exported(filled, tmp_path, row, column, words):
    with pytest.raises(UserError, match=words):
        forms.export(with_value(filled, row, column, 99), tmp_path / "表.xlsx")
    assert not (tmp_path / "表.xlsx").exists()


def test_a_total_that_is_not_the_sum_is_not_exported(filled, tmp_path):
    wrong = with_value(with_value(filled, 1, 1, 5), 1, 3, 5)
    with pytest.raises(UserError, match="合计不等于"):
        forms.export(wrong, tmp_path / "表.xlsx")


def test_a_word_outside_the_list_is_not_exported(store, tmp_path):
    file_in(store, PROBLEMS[:1])
    form = forms.fill(store, LOCAL, "rectification_ledger", AS_OF)
    with pytest.raises(UserError, match="整改中"):
        forms.export(with_value(form, 0, 5, "整改中"), tmp_path / "表.xlsx")


def test_other_endings_and_bad_places_are_one_sentence(filled, tmp_path):
    with pytest.raises(UserError, match=r"\.docx"):
        forms.export(filled, tmp_path / "表.docx")
    with pytest.raises(UserError, match="文件夹"):
        forms.export(filled, tmp_path / "没有" / "表.xlsx")


def test_a_failed_export_leaves_the_old_file_and_nothing_else(filled, tmp_path, monkeypatch):
    path = forms.export(filled, tmp_path / "表.xlsx")
    before = path.read_bytes()

    def fail(self, target):
        raise PermissionError(13, "in use")

    monkeypatch.setattr(form_workbook.Path, "replace", fail)
    with pytest.raises(UserError, match="表.xlsx"):
        forms.export(filled, path)
    assert [left.name for left in tmp_path.glob("*") if left.is_file()] == ["表.xlsx"]
    assert path.read_bytes() == before


# The file of a form -------------------------------------------------------------------------------


def test_a_good_file_is_read():
    form = forms.parse("good", PROGRESS)
    assert [column.label for column in form.columns] == ["发现(条)"]


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("attachment", "atachment", "atachment"),
        ('title = "进展表"', "", "title"),
        ("label", "lable", "lable"),
        ("width = 8", 'width = "8"', "width"),
        ('"A4横"', '"A3"', "A3"),
        ('"first"', '"top"', "top"),
        ('"count"', '"number"', "number"),
        ('"found_items"', '"lost_items"', "lost_items"),
        ("category = ", "catgory = ", "catgory"),
        ('"counted_category"', '"a_category"', "a_category"),
        ("{unit}", "{unt}", "unit"),
        ("left = ", "above = ", "above"),
        ("[header]", '[params]\nkid = "x"\n[header]', "kid"),
        ("[header]", '[[balance]]\nwhole = "x"\nparts = []\n[header]', "x"),
        ("progress_by_category", "rectification_entries", "is_total"),
        ("text_size = 12", "text_size = ", "TOML"),
    ],
)
def test_a_bad_file_is_refused_by_file_and_key(old, new, words):
    with pytest.raises(UserError) as refused:
        forms.parse("bad", PROGRESS.replace(old, new, 1))
    assert "forms/bad.toml" in str(refused.value)
    assert words in str(refused.value)


def test_an_unknown_form_names_the_known_ones(store):
    with pytest.raises(UserError, match="progress_table、rectification_ledger"):
        forms.fill(store, LOCAL, "progress", AS_OF)


# The same, on paper -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_printed_form_is_one_page_wide(name, store, tmp_path):
    from shutil import which

    if not (which("soffice") and which("pdftotext")):
        pytest.skip("没有 LibreOffice 或 poppler-utils，跳过打印核对")
    text = "建立按月比对机制，督促限期整改到位。" * 30
    file_in(store, [problem(f"{n}{text}", mechanism=text, **DONE) for n in range(12)])
    path = forms.export(forms.fill(store, LOCAL, name, AS_OF), tmp_path / "表.xlsx")
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True,
        capture_output=True,
        timeout=120,
    )
    printed = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "表.pdf", "-"], check=True, capture_output=True
    ).stdout.decode()
    pages = printed.split("\f")[:-1]
    last = forms.load()[name].columns[-1].label[:4]
    # A second page across would begin without the last column's heading.
    assert all(last in page for page in pages)
