from types import SimpleNamespace

import pytest

from oversight import ledgers
from oversight.grids import Grid
from oversight.headings import Vocabulary, find_header

WORDS = Vocabulary(ledgers.kind("rectification"))


def header(*rows, merges=()):
    return find_header(Grid("台账", [list(row) for row in rows], list(merges)), WORDS)


def fields(found):
    return {heading.text: heading.field for heading in found.headings}


@pytest.mark.parametrize(
    ("text", "name", "exact"),
    [
        ("问题\n描述", "description", True),
        ("是否办结（已办结、预计按时办结、无法按时办结）", "status", True),
        ("*整改 时限：", "due_on", True),
        ("涉及金额（万元）", "amount_involved_yuan", True),
        ("区医保局责任领导", "leaders", False),
        ("牵头责任单位", "units", False),
        ("整改措施及落实情况", "measures", False),
        ("发现问题（个）", None, False),
        ("涉及人次（人）", "persons_involved", True),
        ("备注说明", "remark", False),
        ("责任单位名称", "units", False),
        ("整改措施内容", "measures", False),
        # What is said of a figure or a day is not the figure or the day.
        ("涉及金额情况", None, False),
        ("整改时限说明", None, False),
        # A day that is planned is none on which something was done.
        ("计划完成日期", "due_on", True),
        ("预计办结时间", "due_on", True),
        ("实际办结时间", "closed_on", True),
        ("原因分析", None, False),
        ("联系电话", None, False),
        ("核查日期", None, False),
    ],
)
def test_a_heading_is_known_as_it_stands_or_by_its_ending(text, name, exact):
    found = WORDS.match(text)
    assert (found and found[2]) == name
    assert name is None or (found[0] == 0) is exact


def test_titles_and_label_lines_stand_above_the_header():
    found = header(
        ["附件2"],
        ["示例区问题整改台账"],
        ["填报单位：示例区", None, "单位：万元"],
        ["序号", "问题描述", "责任单位", "整改时限"],
        [1, "甲镇漏报", "甲镇", "年底前"],
        merges=[(1, 0, 1, 3)],
    )
    assert (found.first, found.last) == (3, 3)


def test_a_title_that_is_a_heading_word_is_no_header_line():
    found = header(["问题清单"], ["序号", "问题描述", "责任单位"], [1, "甲", "甲镇"])
    assert (found.first, found.last) == (1, 1)


def test_two_lines_with_merges():
    found = header(
        ["台账"],
        ["序号", "存在问题", "责任落实", None, "资金情况（万元）", None],
        [None, None, "责任领导", "责任单位", "涉及", "追回金额（元）"],
        ["1", "甲镇漏报", "张某", "甲镇", 1, 2],
        merges=[(0, 0, 0, 5), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)],
    )
    assert (found.first, found.last) == (1, 2)
    assert [heading.field for heading in found.headings] == [
        "seq", "description", "leaders", "units", None, "amount_recovered_yuan",
    ]  # fmt: skip
    # The unit is the heading's own before that of the group above it.
    assert [heading.scale for heading in found.headings][-2:] == [10000, 1]


def test_a_group_and_its_parts_make_one_heading():
    found = header(
        ["序号", "问题描述", "责任单位", None, "金额（万元）", None],
        [None, None, "牵头", "配合", "涉及", "追回"],
        [1, "甲镇漏报", "甲镇", "乙镇", 2, 1],
        merges=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)],
    )
    assert [(heading.field, heading.exact) for heading in found.headings] == [
        ("seq", True), ("description", True), ("units", False), ("units", False),
        ("amount_involved_yuan", True), ("amount_recovered_yuan", True),
    ]  # fmt: skip


def test_headings_merged_downwards_or_with_their_unit_below_take_two_lines():
    row = ["序号", "问题描述", "责任单位", "涉及金额"]
    merges = [(1, place, 2, place) for place in range(4)]
    found = header(["台账"], row, [], [1, "甲", "甲镇", 2], merges=merges)
    assert (found.first, found.last) == (1, 2)
    found = header(["台账"], row, [None, None, None, "（万元）"], [1, "甲", "甲镇", 2])
    assert (found.first, found.last, found.headings[3].scale) == (1, 2, 10000)


def test_two_lines_of_a_text_file_have_no_merges():
    found = header(
        ["序号", "存在问题", "责任落实", "", "整改时限"],
        ["", "", "责任领导", "责任单位", ""],
        ["1", "甲镇漏报", "张某", "甲镇", "年底前"],
    )
    assert (found.first, found.last) == (0, 1)
    assert found.fields == {"seq", "description", "leaders", "units", "due_on"}


def test_a_line_of_groups_above_belongs_to_the_header():
    found = header(
        ["示例区台账", None, None, None],
        ["问题情况", None, "整改落实", None],
        ["序号", "问题描述", "责任单位", "整改时限"],
        [1, "甲镇漏报", "甲镇", "年底前"],
        merges=[(0, 0, 0, 3), (1, 0, 1, 1), (1, 2, 1, 3)],
    )
    assert (found.first, found.last) == (1, 2)


def test_three_lines():
    found = header(
        ["序号", "问题描述", "责任落实", None, None],
        [None, None, "领导", "单位", None],
        [None, None, "责任领导", "牵头单位", "配合单位"],
        [1, "甲镇漏报", "张某", "甲镇", "乙镇"],
        merges=[(0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 4), (1, 3, 1, 4)],
    )
    assert (found.first, found.last) == (0, 2)
    assert [heading.field for heading in found.headings] == [
        "seq", "description", "leaders", "units", "units",
    ]  # fmt: skip


def test_the_first_record_is_no_header_line():
    found = header(
        ["序号", "问题描述", "责任单位", "备注"],
        ["1", "整改措施", "责任领导", "无"],
    )
    assert (found.first, found.last) == (0, 0)


def test_states_as_columns_to_tick():
    found = header(
        ["序号", "问题描述", "责任单位", "是否办结", None, None],
        [None, None, None, "已办结", "预计按时办结", "无法按时办结"],
        [1, "甲镇漏报", "甲镇", None, "√", None],
        merges=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 5)],
    )
    ticks = [(heading.field, heading.tick) for heading in found.headings[3:]]
    assert ticks == [
        ("status", "已办结"), ("status", "预计按时办结"), ("status", "无法按时办结"),
    ]  # fmt: skip


def test_of_two_time_columns_the_second_is_when_it_was_done():
    found = header(["序号", "问题描述", "完成时间", "整改时限"], [1, "甲", "5月1日", "年底前"])
    assert fields(found)["整改时限"] == "due_on"
    assert fields(found)["完成时间"] == "closed_on"
    assert not next(h for h in found.headings if h.field == "closed_on").exact


def test_the_preferred_word_wins_and_the_other_column_stays_unread():
    found = header(["序号", "问题描述", "整改情况", "整改措施"], [1, "甲", "已改", "培训"])
    assert fields(found) == {
        "序号": "seq", "问题描述": "description", "整改情况": None, "整改措施": "measures",
    }  # fmt: skip


def test_the_problem_number_stands_for_a_missing_running_number():
    assert fields(header(["问题编号", "问题描述", "责任单位"]))["问题编号"] == "seq"
    both = header(["序号", "问题编号", "问题描述", "责任单位"])
    assert fields(both)["问题编号"] is None


@pytest.mark.parametrize(
    "rows",
    [
        [["填表说明"], ["问题描述", "填写发现的具体问题"], ["责任单位", "填写全称"]],
        [["单位", "发现问题（个）", "已整改（个）", "追回金额（万元）"], ["甲镇", 3, 2, 1.5]],
        [["问题类别", "整改状态", "责任单位"], ["骗取资金", "已办结", "甲镇"]],
        [],
        [[], [None]],
    ],
)
def test_explanations_statistics_and_options_are_no_ledger(rows):
    assert header(*rows) is None


def test_a_kind_needs_its_required_columns():
    def column(label, required=False, type="text"):
        return SimpleNamespace(label=label, required=required, synonyms=(), type=type)

    columns = {"item": column("事项", True), "by": column("经办"), "at": column("时间")}
    words = Vocabulary(SimpleNamespace(columns=columns))
    assert find_header(Grid(None, [["事项", "经办", "时间"]], []), words).fields == set(columns)
    assert find_header(Grid(None, [["经办", "时间"]], []), words) is None
