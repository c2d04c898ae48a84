from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oversight import ledgers
from oversight import rows as rows_module
from oversight.errors import UserError
from oversight.grids import Grid
from oversight.headings import Vocabulary, find_header
from oversight.records import read_sheet
from oversight.values import as_text

WORDS = Vocabulary(ledgers.kind("rectification"))
PLAIN = ["序号", "问题描述", "责任单位", "整改措施", "整改时限", "备注"]


def sheet(*rows, merges=(), file_name="台账.xlsx"):
    grid = Grid("台账", [list(row) for row in rows], list(merges))
    return read_sheet(grid, find_header(grid, WORDS), WORDS, file_name)


def column(found, name):
    return [record.get(name) for record in found.records]


def left_out(found):
    return [(left.row, left.reason) for left in found.left_out]


def faults(found):
    return [(fault.row, fault.column, fault.code) for fault in found.faults]


def test_a_record_has_the_columns_of_the_file_and_no_others():
    found = sheet(PLAIN, [1, " 甲镇漏报\u3000", "甲镇", "补报", "2025年9月底前", "/"])
    assert found.records == [
        {
            "row": 2,
            "seq": "1",
            "description": "甲镇漏报",
            "units": ["甲镇"],
            "measures": "补报",
            "due_on": date(2025, 9, 30),
            "due_text": "2025年9月底前",
            "long_term": False,
            "immediate": False,
            "remark": None,
        }
    ]
    assert found.header_rows == (1, 1) and found.faults == found.left_out == []


def test_rows_that_are_no_records_are_listed_with_the_reason():
    found = sheet(
        PLAIN,
        ["合计", None, None, None, None, 12.5],
        ["1", "2", "3", "4", "5", "6"],
        ["示例1", "某问题", "某单位"],
        [1, "合计甲镇漏报", "甲镇"],
        [],
        PLAIN,
        [2, None, None, None],
        ["小 计", None, None, None, None, 3],
        [3, "乙镇漏报", "乙镇"],
        ["注：1.本表由各股室填写。"],
        ["2.每周四前报送。"],
        ["填 表 人：张某", None, "审核人：李某"],
    )
    assert column(found, "description") == ["合计甲镇漏报", "乙镇漏报"]
    assert left_out(found) == [
        (2, "合计行"),
        (3, "栏次行"),
        (4, "示例行"),
        (7, "重复的表头"),
        (8, "只填了序号"),
        (9, "合计行"),
        (11, "注释"),
        (12, "注释"),
        (13, "填表人、审核人一类的落款"),
    ]
    assert str(found.left_out[2]) == "第 4 行：示例行（示例1 某问题 某单位）"


def test_words_of_totals_and_notes_inside_a_problem_are_a_problem():
    found = sheet(
        PLAIN,
        [None, "合计甲镇经办人员伪造票据", "甲镇"],
        [None, "说明：乙镇漏报", "乙镇"],
        [None, "合计", None, None, None, 12.5],
        ["合计：2项", None, None, None, None, 12.5],
    )
    assert column(found, "row") == [2, 3]
    assert left_out(found) == [(4, "合计行"), (5, "合计行")]


@pytest.mark.parametrize(
    "section",
    [
        ["一、应享未享（共2项）"],
        ["（一）应享未享"],
        ["一", "应享未享"],
        ["（一）", None, "应享未享", None, None, 12.5],
        [None, "一、应享未享", None, None, None, 3],
    ],
)
def test_a_section_row_gives_the_category_of_those_after_it(section):
    found = sheet(PLAIN, [1, "甲", "甲镇"], section, [2, "乙", "乙镇"], [3, "丙", "丙镇"])
    assert column(found, "category") == [None, "应享未享", "应享未享"]
    assert left_out(found) == [(3, "分节行")]


def test_a_category_column_goes_before_the_section():
    found = sheet(
        ["序号", "问题类别", "问题描述", "责任单位"],
        ["一、应享未享"],
        [1, "骗取资金", "甲", "甲镇"],
        [2, "", "乙", "乙镇"],
    )
    assert column(found, "category") == ["骗取资金", "应享未享"]


def test_a_row_without_number_and_owner_goes_on_with_the_record_before():
    found = sheet(
        PLAIN,
        [1, "甲镇漏报", "甲镇", "1.补报。", "年底前"],
        [None, None, None, "（二）复查。"],
        [None, "涉及12人。", None, None, None, "待复核"],
        [None, "乙镇漏报", "乙镇", "补报"],
        file_name="2025年台账.xlsx",
    )
    first, second = found.records
    assert (first["description"], first["measures"]) == (
        "甲镇漏报\n涉及12人。",
        "1.补报。\n（二）复查。",
    )
    assert first["remark"] == "待复核"
    assert (second["row"], second["seq"], second["description"]) == (5, None, "乙镇漏报")


def test_without_any_running_number_every_row_is_a_record():
    found = sheet(["问题描述", "整改措施", "备注"], ["甲", "改"], ["乙", "改"])
    assert column(found, "description") == ["甲", "乙"]
    found = sheet(PLAIN, [None, "甲", None, "改"], [None, "乙", None, "改"])
    assert column(found, "description") == ["甲", "乙"]


def test_a_merged_number_joins_rows_and_lists_grow():
    found = sheet(
        PLAIN,
        [1, "甲镇漏报", "甲镇", "1.补报。", "年底前"],
        ["", "", "乙镇、甲镇", "2.复查。", ""],
        [2, "乙镇漏报", "乙镇", "补报", "年底前"],
        merges=[(1, 0, 2, 0), (1, 1, 2, 1)],
    )
    assert column(found, "units") == [["甲镇", "乙镇"], ["乙镇"]]
    assert column(found, "measures") == ["1.补报。\n2.复查。", "补报"]
    assert column(found, "description") == ["甲镇漏报", "乙镇漏报"]


def test_a_merged_cell_belongs_to_each_of_its_rows():
    found = sheet(
        PLAIN,
        [1, "甲", "甲镇", "改", "年底前"],
        [2, "乙", "", "改", ""],
        [3, "丙", "", "改", "长期坚持"],
        merges=[(1, 2, 3, 2), (1, 4, 2, 4)],
        file_name="2025.xlsx",
    )
    assert column(found, "units") == [["甲镇"]] * 3
    assert column(found, "due_on") == [date(2025, 12, 31)] * 2 + [None]
    assert column(found, "long_term") == [False, False, True]


def test_an_empty_cell_is_not_filled_down():
    found = sheet(PLAIN, [1, "甲", "甲镇", "改", "长期"], [2, "乙", "", "改", ""])
    assert column(found, "units") == [["甲镇"], []]


def test_rows_of_an_example_go_with_it():
    found = sheet(
        PLAIN,
        ["示例", "某问题", "某单位"],
        ["", "", "", "第二条措施"],
        ["例2", "某问题", "某单位"],
        [None, "", "又一单位"],
        [1, "甲", "甲镇"],
        merges=[(3, 0, 4, 0)],
    )
    assert column(found, "row") == [6]
    assert left_out(found) == [(row, "示例行") for row in (2, 3, 4, 5)]


def test_ditto_marks_repeat_the_record_before():
    found = sheet(PLAIN, [1, "甲", "甲镇", "改", "长期"], [2, "乙", "同上", "〃", "同上"])
    assert column(found, "units") == [["甲镇"]] * 2
    assert column(found, "measures") == ["改"] * 2
    assert column(found, "long_term") == [True] * 2


def test_ditto_in_a_row_that_goes_on_with_its_record_adds_nothing():
    found = sheet(PLAIN, [1, "甲", "甲镇", "改", "长期"], [None, "乙", None, "同上"])
    assert column(found, "description") == ["甲\n乙"]
    assert column(found, "measures") == ["改"]


def test_a_header_merged_past_the_last_row_ends_with_the_sheet():
    merges = [(2, place, 4, place) for place in range(len(PLAIN))]
    found = sheet(PLAIN, [1, "甲", "甲镇", "改", "长期"], PLAIN, merges=merges)
    assert column(found, "description") == ["甲"]
    assert left_out(found) == [(3, "重复的表头")]


def test_a_second_table_is_read_by_its_own_header():
    found = sheet(
        PLAIN,
        [1, "甲", "甲镇", "改", "长期"],
        ["乙镇台账"],
        ["序号", "责任单位", "问题描述", "备注"],
        [1, "乙镇", "乙", "已报"],
    )
    assert column(found, "description") == ["甲", "乙"]
    assert column(found, "units") == [["甲镇"], ["乙镇"]]
    assert "due_on" not in found.records[1] and found.header_rows == (1, 1)
    assert left_out(found) == [(3, "表外的文字"), (4, "另一张表的表头")]


CELLS = ["", None, 1, 2, "3", 1.5, "示例", "合计", "一、类别", "（二）", "甲镇漏报", "乙镇", "/",
         "同上", "注：1", "年底前", "已办结", "填表人：张某", date(2025, 1, 1), *PLAIN]  # fmt: skip


@given(
    st.lists(st.lists(st.sampled_from(CELLS), max_size=7), max_size=12),
    st.lists(st.tuples(*[st.integers(0, 6)] * 4), max_size=3),
)
def test_no_problem_disappears(rows, corners):
    merges = [(top, left, top + down, left + wide) for top, left, down, wide in corners]
    found = sheet(PLAIN, *rows, merges=[merge for merge in merges if merge[0] > 0])
    said = "\n".join(record.get("description") or "" for record in found.records)
    left = {row for row, _ in left_out(found)}
    hidden = {
        (row, place) for top, place, down, _ in merges for row in range(top + 1, down + 1) if top
    }
    for number, row in enumerate(rows, start=1):
        problem = as_text(row[1]) if len(row) > 1 and (number, 1) not in hidden else None
        ditto = problem == "同上"  # stands for what is there already
        other_table = any(reason == "另一张表的表头" for _, reason in left_out(found))
        assert not problem or ditto or other_table or problem in said or number + 1 in left


def test_two_columns_of_units_are_one_list():
    found = sheet(
        ["序号", "问题描述", "牵头单位", "配合单位", "责任人"],
        [1, "甲", "牵头：医保中心", "民政局、医保中心", "张某（主任）"],
    )
    assert column(found, "units") == [["医保中心", "民政局"]]
    assert column(found, "persons") == [["张某"]]


def test_ticked_columns_are_one_state():
    found = sheet(
        ["序号", "问题描述", "责任单位", "已办结", "整改中", "无法按时办结"],
        [1, "甲", "甲镇", "√", "", ""],
        [2, "乙", "乙镇", "", "", "√"],
        [3, "丙", "丙镇", "", "", ""],
        [4, "丁", "丁镇", "否", "是", ""],
    )
    assert column(found, "status") == ["已办结", "无法按时办结", None, "整改中"]
    assert column(found, "status_text") == ["已办结", "无法按时办结", None, "整改中"]


@pytest.mark.parametrize(
    ("above", "file_name", "year"),
    [
        (["2023年台账", "填报日期：2024年9月28日"], "2022年.xlsx", 2024),
        (["2023年台账", "填报时间", date(2024, 9, 28)], "2022年.xlsx", 2024),
        (["2023年台账", "填报单位：甲镇"], "2022年.xlsx", 2023),
        (["台账"], "台账2022.xlsx", 2022),
        (["台账"], "台账20220928.xlsx", 2022),
        (["二〇二三"], "台账.xlsx", None),
    ],
)
def test_the_year_of_a_date_without_one(above, file_name, year):
    found = sheet(above, PLAIN, [1, "甲", "甲镇", "改", "12月31日"], file_name=file_name)
    assert column(found, "due_on") == [year and date(year, 12, 31)]
    assert faults(found) == ([] if year else [(3, "due_on", "missing_deadline")])


def test_the_year_may_stand_below_the_table_but_not_inside_it():
    row = [1, "填报时间：2020年1月1日", "甲镇", "改", "年底前"]
    found = sheet(PLAIN, row, ["填表人：张某", None, "填报日期：2024年9月28日"])
    assert column(found, "due_on") == [date(2024, 12, 31)]


@pytest.mark.parametrize(
    ("above", "heading", "cell", "yuan"),
    [
        ([], "涉及金额", 1.5, "1.50"),
        ([], "涉及金额（万元）", 1.5, "15000.00"),
        (["填报单位：甲镇     单位：万元、人次"], "涉及金额", 1.5, "15000.00"),
        (["（单位：万元）"], "涉及金额（元）", 1.5, "1.50"),
        (["单位：万元"], "涉及金额", "1.5元", "1.50"),
        (["填报单位：万元镇"], "涉及金额", 1.5, "1.50"),
    ],
)
def test_the_unit_of_an_amount(above, heading, cell, yuan):
    found = sheet(above, ["序号", "问题描述", "责任单位", heading], [1, "甲", "甲镇", cell])
    assert column(found, "amount_involved_yuan") == [Decimal(yuan)]


def test_faults_carry_row_column_code_and_a_sentence():
    heads = ["序号", "问题描述", "责任领导", "责任单位", "发现日期", "整改时限", "是否办结",
             "办结日期", "涉及金额", "涉及人数"]  # fmt: skip
    good = ["甲", "张某", "甲镇", "2025-03-01", "2025-09-30", "已办结", "2025-04-01", 1, 2]
    changes = [
        {},
        {1: "", 2: "/"},
        {4: "2025-09-31"},
        {4: "已完成"},
        {5: "已转交"},
        {6: ""},
        {6: "2月30日"},
        {6: "2025-02-01"},
        {7: -3},
        {7: "待核实"},
        {8: "若干"},
        {3: "春天"},
        {0: ""},
        {},
    ]
    rows = []
    for number, change in enumerate(changes, start=1):
        row = [change.get(place, cell) for place, cell in enumerate(good)]
        row[0] = row[0] and (row[0] if number in (1, len(changes)) else f"{row[0]}{number}")
        rows.append([number, *row])
    found = sheet(heads, *rows)
    assert faults(found) == [
        (3, "units", "missing_unit"),
        (3, "leaders", "missing_leader"),
        (4, "due_on", "bad_date"),
        (5, "due_on", "missing_deadline"),
        (6, "status", "unknown_status"),
        (7, "closed_on", "closed_without_date"),
        (8, "closed_on", "bad_date"),
        (9, "closed_on", "closed_before_found"),
        (10, "amount_involved_yuan", "bad_amount"),
        (11, "amount_involved_yuan", "bad_amount"),
        (12, "persons_involved", "bad_count"),
        (13, "found_on", "unclear_date"),
        (14, "description", "missing_value"),
        (15, None, "duplicate_row"),
    ]
    sentences = [fault.sentence for fault in found.faults]
    assert sentences[2] == "第 4 行整改时限“2025-09-31”不是真实的日期，请改正。"
    assert sentences[3] == "第 5 行整改时限“已完成”说不出日期。"
    assert sentences[8] == "第 10 行涉及金额“-3”是负数或读不出数，请核实。"
    assert all(text.startswith("第 ") and text.endswith("。") for text in sentences)
    assert found.records[8]["amount_involved_yuan"] == Decimal("-3.00")


def test_a_check_is_made_only_where_the_file_has_the_column():
    found = sheet(["序号", "问题描述", "整改状态"], [1, "甲", "已办结"])
    assert found.faults == []


def test_duplicates_are_told_by_all_columns_read_or_not():
    heads = ["序号", "问题描述", "责任单位", "原因分析"]
    found = sheet(
        heads, [1, "甲", "甲镇", "疏忽"], [2, "甲", "甲镇", "不知"], [3, "甲 ", "甲镇", "疏忽"]
    )
    assert faults(found) == [(4, None, "duplicate_row")]


LAYOUTS = [PLAIN, PLAIN[1:], PLAIN[2:] + PLAIN[:2], ["街镇", *PLAIN]]


@given(
    st.sampled_from(LAYOUTS),
    st.lists(st.lists(st.sampled_from(CELLS), max_size=7), max_size=14),
    st.lists(st.tuples(*[st.integers(0, 6)] * 4), max_size=3),
)
def test_runs_of_plain_rows_are_read_as_each_row_alone_would_be(heads, rows, corners):
    merges = [(top, left, top + down, left + wide) for top, left, down, wide in corners]
    grid = Grid("台账", [heads, *rows], [merge for merge in merges if merge[0] > 0])
    whole = read_sheet(grid, find_header(grid, WORDS), WORDS, "台账.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows_module._Rows, "_plain_rows", lambda self: bytearray(self.height))
        alone = read_sheet(grid, find_header(grid, WORDS), WORDS, "台账.xlsx")
    assert (whole.records, whole.faults, whole.left_out) == (
        alone.records,
        alone.faults,
        alone.left_out,
    )


def test_a_formula_without_a_figure_and_an_error_are_faults():
    heads = ["序号", "问题描述", "责任单位", "涉及金额（万元）"]
    rows = [heads, [1.0, "甲", "甲镇", ""], [2.0, "乙", "乙镇", ""], [3.0, "丙", "丙镇", 1.0]]
    grid = Grid("台账", rows, [], None, {(1, 3): "", (2, 3): "#REF!", (9, 9): ""})
    found = read_sheet(grid, find_header(grid, WORDS), WORDS, "台账.xlsx")
    assert faults(found) == [
        (2, "amount_involved_yuan", "formula_without_value"),
        (3, "amount_involved_yuan", "formula_without_value"),
    ]
    assert "没有算出结果" in found.faults[0].sentence
    assert "#REF!" in found.faults[1].sentence


def test_a_person_s_choice_of_rows_goes_before_everything():
    rows = [
        PLAIN,
        [1, "甲", "甲镇", "", "年底前"],
        ["合计", "", "", "", ""],
        [2, "乙", "乙镇", "", ""],
    ]
    grid = Grid("台账", rows, [])
    found = read_sheet(grid, find_header(grid, WORDS), WORDS, "x.xlsx", {3: True, 4: False})
    assert [record["row"] for record in found.records] == [2, 3]
    assert left_out(found) == [(4, "按您的选择不读")]


def test_a_repeated_header_does_not_hide_a_repeated_row():
    found = sheet(PLAIN, [1, "甲", "甲镇", "", "长期"], PLAIN, [2, "甲", "甲镇", "", "长期"])
    assert faults(found) == [(4, None, "duplicate_row")]


def test_a_record_of_many_rows_is_one():
    found = sheet(PLAIN, [1, "甲", "甲镇"], *([None, f"续{n}"] for n in range(2000)))
    [record] = found.records
    assert record["description"].count("\n") == 2000
    assert record["description"].endswith("续1999")


def test_a_sheet_of_endless_tables_is_a_sentence(monkeypatch):
    monkeypatch.setattr(rows_module, "MOST_TABLES", 3)
    heads = [["序号", "问题描述", "责任单位", f"备注{n}"] for n in range(5)]
    with pytest.raises(UserError, match="已超过 3 张"):
        sheet(*heads)
